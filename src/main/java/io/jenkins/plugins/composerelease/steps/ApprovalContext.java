package io.jenkins.plugins.composerelease.steps;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The context of an approval: the {@code input} step does its work in it, and its answer is looked at before it counts. */
final class ApprovalContext extends StepContext {
    private static final long serialVersionUID = 1L;

    private final StepContext context;
    private final String plan;
    private transient boolean answered; // not kept: an answer that a dead controller took along can be given again

    ApprovalContext(StepContext context, String plan) {
        this.context = context;
        this.plan = plan;
    }

    /** {@code input} takes the answers of administrators, and of anonymous users where these may build. */
    @Override
    public void onSuccess(Object answer) {
        if (!first()) {
            return;
        }
        try {
            String approver = Approvals.approver(context.get(FlowNode.class))
                    .orElseThrow(() -> new AbortException("The approval of plan " + plan
                            + " does not count: it came from nobody who is logged in. Log in to approve."));
            Run<?, ?> run = context.get(Run.class);
            ReleaseTarget target = ReleaseTarget.of(PlanAction.find(run, plan), ApproveReleaseStep.DescriptorImpl.NAME);
            if (!Approvers.mayApprove(target, approver)) {
                throw new AbortException("The approval of plan " + plan + " by '" + approver
                        + "' does not count: the approvers of target '" + target.name() + "' are: "
                        + String.join(", ", target.approvers()) + ". Have one of these approve.");
            }
            ReleaseAction.of(run).approved(plan, approver);
            context.onSuccess(approver);
        } catch (IOException | InterruptedException | RuntimeException | LinkageError | StackOverflowError e) {
            context.onFailure(e);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (first()) {
            context.onFailure(failure);
        }
    }

    /** {@code input} takes a second answer that comes while it works on the first. */
    private synchronized boolean first() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        return context.get(key);
    }

    @Override
    public boolean isReady() {
        return context.isReady();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return context.saveState();
    }

    @Override
    public void setResult(Result result) {
        context.setResult(result);
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        return context.newBodyInvoker();
    }

    @Override
    public boolean hasBody() {
        return context.hasBody();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApprovalContext approval && context.equals(approval.context);
    }

    @Override
    public int hashCode() {
        return context.hashCode();
    }
}
