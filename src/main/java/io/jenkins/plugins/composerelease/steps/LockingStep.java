package io.jenkins.plugins.composerelease.steps;

import hudson.Util;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import org.kohsuke.stapler.DataBoundSetter;

/** What the steps that take a target's lock have in common. */
public abstract class LockingStep extends TargetStep {
    private static final long serialVersionUID = 1L;

    private String lockWait;

    /** Null means not to wait. */
    public String getLockWait() {
        return lockWait;
    }

    @DataBoundSetter
    public void setLockWait(String lockWait) {
        this.lockWait = Util.fixEmptyAndTrim(lockWait);
    }

    final EngineCall waiting(EngineCall call) {
        return lockWait == null ? call : call.with("--lock-wait", lockWait);
    }
}
