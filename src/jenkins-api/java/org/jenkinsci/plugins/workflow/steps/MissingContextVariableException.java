package org.jenkinsci.plugins.workflow.steps;

public class MissingContextVariableException extends Exception {
    public MissingContextVariableException(Class<?> a, StepDescriptor b) { throw new AssertionError(); }
}
