package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputStepExecution;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Approvals of real plans, answered by several users. */
public class ApproveReleaseStepTest {
    @ClassRule
    public static final ApprovalBed BED = new ApprovalBed();

    private final JenkinsRule jenkins = BED.jenkins();
    private final ReleaseBed shop = BED.shop();

    @Before
    public void install() {
        BED.install();
    }

    @Test
    public void deploysWhatAnApproverApproved() throws Exception {
        WorkflowRun run = BED.start(ApprovalBed.PLAN + """
                def who = approveRelease(plan: plan.id)
                echo "approver: ${who}"
                node {
                  CHECKOUT
                  def release = deployRelease(plan: plan.id)
                  echo "by ${release.by}"
                }
                """);
        String id = BED.approve(run, "alice");
        jenkins.assertBuildStatusSuccess(run);
        String plan = run.getAction(PlanAction.class).id();
        assertThat(id).isEqualTo("Plan-" + plan);
        jenkins.assertLogContains("approver: alice", run);
        jenkins.assertLogContains("by " + jenkins.getURL() + run.getUrl() + " (approved by alice)", run);
        jenkins.assertLogContains("Plan " + plan + " for ", run);
        jenkins.assertLogContains(": " + jenkins.getURL() + run.getUrl() + "release/", run);
        assertThat(ReleaseAction.of(run).getPlans()).singleElement().satisfies(entry -> assertThat(entry.getApprover())
                .isEqualTo("alice"));
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void getChangesNothingAndASecondAnswerIsRefused() throws Exception {
        WorkflowRun run = BED.start(ApprovalBed.PLAN + "approveRelease(plan.id)");
        String id = PendingInput.await1(run).getId();
        assertThat(PendingInput.send(jenkins, "alice", run, id, "proceedEmpty", HttpMethod.GET))
                .isEqualTo(405);
        assertThat(PendingInput.await1(run).isSettled()).isFalse();
        assertThat(PendingInput.post(jenkins, "alice", run, id, "proceedEmpty")).isEqualTo(200);
        assertThat(PendingInput.post(jenkins, "alice", run, id, "proceedEmpty")).isIn(400, 404);
        jenkins.assertBuildStatusSuccess(PendingInput.ended(run));
    }

    @Test
    public void deployWithoutApprovalIsRefused() throws Exception {
        WorkflowRun run = PendingInput.ended(BED.start("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(target: 'production').id)
                }
                """));
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("takes only plans that were approved in the same build by one of: alice", run);
    }

    @Test
    public void approvalOfAnotherPlanDoesNotCount() throws Exception {
        ComposeHost other = shop.target();
        other.setApprovers(List.of("alice"));
        shop.install("staging", other);
        WorkflowRun run = BED.start(ApprovalBed.PLAN + """
                def staging
                node {
                  CHECKOUT
                  staging = planRelease(target: 'staging')
                }
                approveRelease(staging.id)
                node {
                  CHECKOUT
                  deployRelease(plan.id)
                }
                """);
        BED.approve(run, "alice");
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("is not approved: target 'production'", run);
    }

    @Test
    public void twoApprovalsAtTheSameTimeAreNotMixedUp() throws Exception {
        ComposeHost other = shop.target();
        other.setApprovers(List.of("bob"));
        shop.install("staging", other);
        WorkflowRun run = BED.start(ApprovalBed.PLAN + """
                def staging
                node {
                  CHECKOUT
                  staging = planRelease(target: 'staging')
                }
                def who = [:]
                parallel(
                    production: { who.production = approveRelease(plan.id) },
                    staging: { who.staging = approveRelease(staging.id) })
                echo "production: ${who.production}, staging: ${who.staging}"
                """);
        List<InputStepExecution> pending = PendingInput.awaitAll(run, 2);
        for (InputStepExecution input : pending) {
            boolean staging = input.getInput().getMessage().contains(" to staging?");
            assertThat(PendingInput.post(jenkins, staging ? "bob" : "alice", run, input.getId(), "proceedEmpty"))
                    .isEqualTo(200);
        }
        jenkins.assertBuildStatusSuccess(PendingInput.ended(run));
        jenkins.assertLogContains("production: alice, staging: bob", run);
        Approvals approvals = new Approvals(run.getExecution());
        for (PlanAction plan : run.getActions(PlanAction.class)) {
            assertThat(approvals.of(plan, ReleaseTarget.of(plan, "test")))
                    .contains(plan.target().equals("staging") ? "bob" : "alice");
        }
    }

    @Test
    public void samePlanCanWaitForTwoApprovals() throws Exception {
        WorkflowRun run = BED.start(
                ApprovalBed.PLAN + "parallel(a: { approveRelease(plan.id) }, b: { approveRelease(plan.id) })");
        List<InputStepExecution> pending = PendingInput.awaitAll(run, 2);
        assertThat(pending).extracting(InputStepExecution::getId).doesNotHaveDuplicates();
        for (InputStepExecution input : pending) {
            assertThat(PendingInput.post(jenkins, "alice", run, input.getId(), "proceedEmpty"))
                    .isEqualTo(200);
        }
        jenkins.assertBuildStatusSuccess(PendingInput.ended(run));
    }

    @Test
    public void timesOutAsInputDoes() throws Exception {
        WorkflowRun run = PendingInput.ended(BED.start(ApprovalBed.PLAN
                + "timeout(time: 2, unit: 'SECONDS') { approveRelease(plan: plan.id, message: 'Go?', ok: 'Yes') }"));
        jenkins.assertBuildStatus(Result.ABORTED, run);
        jenkins.assertLogContains("Go? Plan ", run);
    }

    @Test
    public void worksInDeclarativeWithoutAnAgent() throws Exception {
        WorkflowRun run = BED.start("""
                def plan = null
                pipeline {
                  agent none
                  stages {
                    stage('Plan') {
                      agent any
                      steps {
                        CHECKOUT
                        PUBLISH
                        script { plan = planRelease target: 'production' }
                      }
                    }
                    stage('Approve') {
                      options { timeout(time: 1, unit: 'HOURS') }
                      steps { approveRelease plan.id }
                    }
                    stage('Deploy') {
                      agent any
                      steps {
                        CHECKOUT
                        deployRelease plan.id
                      }
                    }
                  }
                }
                """);
        PendingInput.await1(run);
        assertThat(jenkins.jenkins.toComputer().countIdle()).isEqualTo(jenkins.jenkins.getNumExecutors());
        BED.approve(run, "alice");
        jenkins.assertBuildStatusSuccess(run);
        assertThat(shop.served()).isEqualTo("1");
    }

    @Test
    public void unknownPlanIsRefused() throws Exception {
        WorkflowRun run = PendingInput.ended(BED.start("approveRelease('0123456789ab')"));
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("This build made no plan '0123456789ab'", run);
    }
}
