package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import java.util.List;
import java.util.Optional;

/**
 * The target that a step acts on, as it is set now: an administrator's, or one that the Jenkinsfile describes.
 *
 * @param administrators whether its credentials are the administrator's, and its limits bind
 */
record ReleaseTarget(String name, ComposeHost host, boolean administrators) {

    /**
     * @param name name of an administrator's target, or null
     * @param host target of the Jenkinsfile's own, or null
     * @param step for messages
     */
    static ReleaseTarget of(String name, ComposeHost host, String step) throws AbortException {
        if ((name == null) == (host == null)) {
            throw new AbortException(step + " has " + (name == null ? "no target" : "target and host")
                    + ", expected one of: target, the name of one in Manage Jenkins, System; or host, a composeHost(...)."
                    + " Give it " + (name == null ? "one" : "only one") + " of them.");
        }
        if (host != null) {
            return new ReleaseTarget(host.targetName(), host, false);
        }
        ComposeHost found = ComposeReleaseConfiguration.get()
                .target(name)
                .orElseThrow(() -> new AbortException("There is no target '" + Text.printable(name)
                        + "' in Manage Jenkins, System, Compose Release. Correct the name, or ask an administrator to"
                        + " add it."));
        return new ReleaseTarget(name, found, true);
    }

    /** The target of a plan. */
    static ReleaseTarget of(PlanAction plan, String step) throws AbortException {
        return of(plan.target(), plan.host(), step);
    }

    /**
     * The target that this one requires. An administrator's requires an administrator's, whatever a Jenkinsfile calls its own;
     * one of the Jenkinsfile may also require one that the same build planned.
     */
    ReleaseTarget required(Run<?, ?> run, String step) throws AbortException {
        String wanted = host.getRequiredTarget();
        Optional<PlanAction> planned = run.getActions(PlanAction.class).stream()
                .filter(plan -> !administrators && plan.host() != null && wanted.equals(plan.targetName()))
                .reduce((first, second) -> second);
        return planned.isPresent() ? of(planned.get(), step) : of(wanted, null, step);
    }

    /** Refuses runs of jobs and branches that this target does not take. */
    ReleaseTarget requireAdmission(Run<?, ?> run) throws AbortException {
        host.mayDeploy(run);
        return this;
    }

    /** Whether a deploy needs an approval. What a Jenkinsfile says of its own target binds nobody. */
    boolean needsApproval() {
        return administrators
                && (host.isApprovalRequired() || !host.getApprovers().isEmpty());
    }

    /** Users and groups; empty means all. */
    List<String> approvers() {
        return host.getApprovers();
    }
}
