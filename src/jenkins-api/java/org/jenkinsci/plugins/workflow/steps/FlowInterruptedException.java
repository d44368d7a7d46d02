package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Result;
import java.util.List;
import jenkins.model.CauseOfInterruption;

public final class FlowInterruptedException extends InterruptedException {
    public FlowInterruptedException(Result a, boolean b, CauseOfInterruption... c) { throw new AssertionError(); }
    public List<CauseOfInterruption> getCauses() { throw new AssertionError(); }
    public Result getResult() { throw new AssertionError(); }
    public boolean isActualInterruption() { throw new AssertionError(); }
}
