package hudson.model;

import hudson.ExtensionPoint;
import java.io.Serializable;

public abstract class ParameterDefinition implements Describable<ParameterDefinition>, ExtensionPoint, Serializable {
    protected ParameterDefinition(String a) { throw new AssertionError(); }
    public ParameterValue getDefaultParameterValue() { throw new AssertionError(); }
    public String getName() { throw new AssertionError(); }
}
