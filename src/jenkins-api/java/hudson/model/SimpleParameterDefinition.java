package hudson.model;

public abstract class SimpleParameterDefinition extends ParameterDefinition {
    protected SimpleParameterDefinition(String a) { super((String) null); throw new AssertionError(); }
    public abstract ParameterValue createValue(String a);
}
