package hudson.model;

import hudson.util.KeyedDataStorage;
import java.io.IOException;

@SuppressWarnings({"rawtypes"})
public final class FingerprintMap extends KeyedDataStorage<Fingerprint, FingerprintMap.FingerprintParams> {
    public FingerprintMap() { throw new AssertionError(); }
    public Fingerprint getOrCreate(Run a, String b, String c) throws IOException { throw new AssertionError(); }

    static class FingerprintParams {
        FingerprintParams(Run a, String b) { throw new AssertionError(); }
    }
}
