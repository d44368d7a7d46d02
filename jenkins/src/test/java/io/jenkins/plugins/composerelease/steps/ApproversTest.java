package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Whose approval of a real plan counts. */
public class ApproversTest {
    @ClassRule
    public static final ApprovalBed BED = new ApprovalBed();

    private final JenkinsRule jenkins = BED.jenkins();
    private ComposeHost production;

    @Before
    public void install() {
        production = BED.install();
    }

    @Test
    public void membersOfAGroupOfApproversApprove() throws Exception {
        WorkflowRun run = BED.start(ApprovalBed.PLAN + "echo 'approver: ' + approveRelease(plan.id)");
        BED.approve(run, "bob");
        jenkins.assertBuildStatusSuccess(run);
        jenkins.assertLogContains("approver: bob", run);
    }

    @Test
    public void whoIsNoApproverIsRefused() throws Exception {
        WorkflowRun run = BED.start(ApprovalBed.PLAN + "approveRelease(plan.id)");
        String id = PendingInput.await1(run).getId();
        assertThat(PendingInput.post(jenkins, "carol", run, id, "proceedEmpty")).isEqualTo(400);
        assertThat(PendingInput.post(jenkins, "", run, id, "proceedEmpty")).isEqualTo(400);
        assertThat(PendingInput.await1(run).isSettled()).isFalse();
        assertThat(PendingInput.post(jenkins, "alice", run, id, "abort")).isEqualTo(200);
        jenkins.assertBuildStatus(Result.ABORTED, PendingInput.ended(run));
    }

    @Test
    public void administratorWhoIsNoApproverDoesNotCount() throws Exception {
        WorkflowRun run = BED.start(ApprovalBed.PLAN + "approveRelease(plan.id)\n echo 'went on'");
        BED.approve(run, "admin");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("by 'admin' does not count: the approvers of target 'production' are: alice,", run);
        jenkins.assertLogNotContains("went on", run);
    }

    @Test
    public void administratorsCaughtApprovalIsNoneForTheDeploy() throws Exception {
        WorkflowRun run = BED.start(ApprovalBed.PLAN + """
                catchError { approveRelease(plan.id) }
                node {
                  CHECKOUT
                  deployRelease(plan.id)
                }
                """);
        BED.approve(run, "admin");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("is not approved: target 'production' takes only plans", run);
    }

    @Test
    public void anonymousApprovalIsRefusedAlsoWhereAnonymousMayBuild() throws Exception {
        production.setApprovers(List.of());
        production.setApprovalRequired(true);
        BED.shop().install("production", production);
        WorkflowRun run = BED.start(ApprovalBed.PLAN + "approveRelease(plan.id)\n echo 'went on'");
        BED.approve(run, "");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("it came from nobody who is logged in", run);
        jenkins.assertLogNotContains("went on", run);
    }

    @Test
    public void submitterNarrowsTheApprovers() throws Exception {
        WorkflowRun run =
                BED.start(ApprovalBed.PLAN + "approveRelease(plan: plan.id, submitter: 'carol, release-managers')");
        InputStepExecution pending = PendingInput.await1(run);
        assertThat(pending.getInput().getSubmitter()).isEqualTo("release-managers");
        assertThat(PendingInput.post(jenkins, "alice", run, pending.getId(), "proceedEmpty"))
                .isEqualTo(400);
        BED.approve(run, "bob");
        jenkins.assertBuildStatusSuccess(run);
    }

    @Test
    public void submitterOutsideTheApproversIsAnError() throws Exception {
        WorkflowRun run =
                PendingInput.ended(BED.start(ApprovalBed.PLAN + "approveRelease(plan: plan.id, submitter: 'carol')"));
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("Nobody could approve: submitter is 'carol'", run);
    }
}
