package org.jenkinsci.plugins.workflow.steps;

import java.io.Serializable;

public abstract class BodyExecutionCallback implements Serializable {
    public BodyExecutionCallback() { throw new AssertionError(); }
    public abstract void onFailure(StepContext a, Throwable b);
    public void onStart(StepContext a) { throw new AssertionError(); }
    public abstract void onSuccess(StepContext a, Object b);
}
