package io.jenkins.plugins.composerelease.steps.bean;

import hudson.model.InvisibleAction;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;

/** On the flow node of an approval: what is approved there. Who did it is in the {@code input} step's action beside it. */
public final class ApprovalAction extends InvisibleAction implements PersistentAction {
    private final String hash;
    private final String target;

    /** @param target name of the administrator's target; null for one that the Jenkinsfile describes */
    public ApprovalAction(String hash, String target) {
        this.hash = hash;
        this.target = target;
    }

    /** Hash of the plan. */
    public String hash() {
        return hash;
    }

    public String target() {
        return target;
    }
}
