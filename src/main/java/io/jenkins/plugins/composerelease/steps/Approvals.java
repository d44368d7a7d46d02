package io.jenkins.plugins.composerelease.steps;

import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.steps.bean.ApprovalAction;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/** The approvals that a run holds. */
final class Approvals {
    private final FlowExecution execution;

    Approvals(FlowExecution execution) {
        this.execution = execution;
    }

    /** Who approved a node's plan, by the submission of that node alone: the run knows approvers of other inputs, too. */
    static Optional<String> approver(FlowNode node) {
        InputSubmittedAction submitted = node.getAction(InputSubmittedAction.class);
        return submitted == null || node.getError() != null
                ? Optional.empty()
                : Optional.ofNullable(submitted.getApprover());
    }

    /** Who approved a plan; empty when nobody who may did. */
    Optional<String> of(PlanAction plan, ReleaseTarget target) {
        return find(approval -> approval.hash().equals(plan.hash()) && sameTarget(approval, target), target);
    }

    /** Who approved a release to a target in this run. */
    Optional<String> of(ReleaseTarget target) {
        return find(approval -> sameTarget(approval, target), target);
    }

    /** An approval of the Jenkinsfile's own target says nothing about an administrator's, whatever it is called. */
    private static boolean sameTarget(ApprovalAction approval, ReleaseTarget target) {
        return Objects.equals(approval.target(), target.administrators() ? target.name() : null);
    }

    private Optional<String> find(Predicate<ApprovalAction> wanted, ReleaseTarget target) {
        return StreamSupport.stream(new DepthFirstScanner().allNodes(execution).spliterator(), false)
                .filter(node -> node.getActions(ApprovalAction.class).stream().anyMatch(wanted))
                .flatMap(node -> approver(node).stream())
                .filter(approver -> Approvers.mayApprove(target, approver))
                .findFirst();
    }

    /** @throws AbortException if the target demands an approval of this plan that there is not */
    Optional<String> require(PlanAction plan, ReleaseTarget target) throws AbortException {
        Optional<String> approver = of(plan, target);
        if (approver.isEmpty() && target.needsApproval()) {
            String who = target.approvers().isEmpty() ? "a user" : "one of: " + String.join(", ", target.approvers());
            throw new AbortException("Plan " + plan.id() + " is not approved: target '" + target.name()
                    + "' takes only plans that were approved in the same build by " + who
                    + ". Call approveRelease with this plan before deployRelease.");
        }
        return approver;
    }

    /**
     * Who answers for a change of a target that has no plan to approve and must not wait for one: who started the build, or
     * who approved a release to this target in it. Empty where the target asks for nobody.
     *
     * @param refusal what was not done, for the message
     * @throws AbortException if the target demands an approval and there is neither of them
     */
    Optional<String> requireSomebody(ReleaseTarget target, Run<?, ?> run, String refusal) throws AbortException {
        Optional<String> approved = of(target);
        // All of them: Jenkins makes one build of what several people asked for.
        Optional<String> starter = run.getCauses().stream()
                .filter(Cause.UserIdCause.class::isInstance)
                .map(cause -> ((Cause.UserIdCause) cause).getUserId())
                .filter(user -> user != null && Approvers.mayApprove(target, user))
                .findFirst();
        if (approved.isEmpty() && starter.isEmpty() && target.needsApproval()) {
            String who = target.approvers().isEmpty() ? "a user" : "one of: " + String.join(", ", target.approvers());
            throw new AbortException(refusal + ": that needs a build which " + who
                    + " started, or in which a release to it was approved. Have one of these start it.");
        }
        return starter.or(() -> approved);
    }
}
