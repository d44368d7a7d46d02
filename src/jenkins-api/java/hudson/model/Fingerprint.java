package hudson.model;

import java.io.IOException;

@SuppressWarnings({"rawtypes"})
public class Fingerprint implements ModelObject, Saveable {
    public Fingerprint(Run a, String b, byte[] c) throws IOException { throw new AssertionError(); }
    public void addFor(Run a) throws IOException { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
