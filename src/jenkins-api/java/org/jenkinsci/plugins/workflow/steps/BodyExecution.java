package org.jenkinsci.plugins.workflow.steps;

import java.io.Serializable;
import java.util.concurrent.Future;

public abstract class BodyExecution implements Future<Object>, Serializable {
    public BodyExecution() { throw new AssertionError(); }
    @Deprecated public boolean cancel(boolean a) { throw new AssertionError(); }
    public boolean cancel(Throwable a) { throw new AssertionError(); }
}
