package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** An approval and an abort of the same plan, sent at the same moment. */
public class ApprovalRaceTest {
    private static final int RACES = 10;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private ReleaseBed shop;

    @After
    public void remove() {
        threads.shutdownNow();
        if (shop != null) {
            shop.remove();
        }
    }

    @Test
    public void answerThatRacesAnAbortHasOneOutcome() throws Exception {
        configure();
        WorkflowJob job = shop.job("""
                def plan
                node {
                  CHECKOUT
                  PUBLISH
                  plan = planRelease(target: 'production')
                }
                echo 'approver: ' + approveRelease(plan.id)
                """);
        List<WorkflowRun> runs = new ArrayList<>();
        for (int race = 0; race < RACES; race++) {
            runs.add(job.scheduleBuild2(0).waitForStart());
        }
        try (JenkinsRule.WebClient approving = PendingInput.client(jenkins, "alice");
                JenkinsRule.WebClient aborting = PendingInput.client(jenkins, "bob")) {
            for (WorkflowRun run : runs) {
                String id = PendingInput.await1(run).getId();
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Integer>> answers = new ArrayList<>();
                boolean abortFirst = run.getNumber() % 2 == 0;
                for (boolean abort : new boolean[] {abortFirst, !abortFirst}) {
                    WebRequest request =
                            PendingInput.request(jenkins, run, id, abort ? "abort" : "proceedEmpty", HttpMethod.POST);
                    answers.add(threads.submit(() -> {
                        start.await(60, TimeUnit.SECONDS);
                        return (abort ? aborting : approving)
                                .getPage(request)
                                .getWebResponse()
                                .getStatusCode();
                    }));
                }
                assertOneOutcome(run, statuses(answers));
            }
        }
    }

    private void assertOneOutcome(WorkflowRun run, List<Integer> statuses) throws Exception {
        PendingInput.ended(run);
        assertThat(statuses).contains(200).isSubsetOf(200, 400, 404);
        PlanAction plan = run.getAction(PlanAction.class);
        List<String> approver = new Approvals(run.getExecution())
                .of(plan, ReleaseTarget.of(plan, "test")).stream().toList();
        boolean approved = run.getResult() == Result.SUCCESS;
        assertThat(run.getResult()).isIn(Result.SUCCESS, Result.ABORTED);
        assertThat(approver).isEqualTo(approved ? List.of("alice") : List.of());
        assertThat(ReleaseAction.of(run).getPlans()).singleElement().satisfies(shown -> assertThat(shown.getApprover())
                .isEqualTo(approved ? "alice" : ""));
        assertThat(JenkinsRule.getLog(run).contains("approver: alice")).isEqualTo(approved);
    }

    private static List<Integer> statuses(List<Future<Integer>> answers) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get(120, TimeUnit.SECONDS));
        }
        return statuses;
    }

    private void configure() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
        ComposeHost production = shop.target();
        production.setApprovers(List.of("alice", "bob"));
        shop.install("production", production);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("alice", "bob"));
    }
}
