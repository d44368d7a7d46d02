package hudson.scm;

import hudson.ExtensionPoint;
import hudson.model.Describable;
import hudson.model.Run;
import java.util.Map;

public abstract class SCM implements Describable<SCM>, ExtensionPoint {
    public SCM() { throw new AssertionError(); }
    public void buildEnvironment(Run<?, ?> a, Map<String, String> b) { throw new AssertionError(); }
}
