package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import io.jenkins.plugins.composerelease.ui.ReleaseEntry;
import java.time.Duration;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Checks of a release that serves on a real host. */
public class ReleaseCheckStepTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder folder = new TemporaryFolder();

    private static ReleaseBed shop;

    @BeforeClass
    public static void release() throws Exception {
        shop = new ReleaseBed(folder.getRoot().toPath()).configure();
        shop.install("production", shop.target());
        jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  deployRelease(planRelease(target: 'production').id)
                }
                """));
    }

    @AfterClass
    public static void remove() {
        shop.remove();
    }

    @Test
    public void recordsThatItPassedAndReturnsTheBodysValue() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  def found = releaseCheck(target: 'production', name: 'good') {
                    echo 'testing'
                    42
                  }
                  echo "found ${found}"
                }
                """));
        jenkins.assertLogContains("found 42", run);
        JsonNode check = TargetStatus.check(shop, "good");
        assertThat(check.path("passed").asBoolean()).isTrue();
        assertThat(check.path("by").asText()).isEqualTo(jenkins.getURL() + run.getUrl());
    }

    @Test
    public void recordsThatItFailedAndFailsAsTheBodyDoes() throws Exception {
        WorkflowRun run = run(Result.FAILURE, """
                node {
                  try {
                    releaseCheck(host: HOST, name: 'bad') {
                      error 'the button is gone'
                    }
                  } catch (e) {
                    echo "caught <${e.message}>"
                    throw e
                  }
                }
                """);
        jenkins.assertLogContains("caught <the button is gone>", run);
        JsonNode check = TargetStatus.check(shop, "bad");
        assertThat(check.path("passed").asBoolean(true)).isFalse();
        assertThat(check.path("detail").asText()).isEqualTo("the button is gone");
        assertThat(ReleaseAction.of(run).getEntries()).singleElement().satisfies(entry -> {
            assertThat(entry.getTitle()).isEqualTo("Check bad of inline");
            assertThat(entry.getState()).isEqualTo(ReleaseEntry.State.FAILED);
            assertThat(entry.getMessage()).isEqualTo("the button is gone");
        });
    }

    @Test
    public void keepsReleasesOutMeanwhileAndSaysWhoHoldsTheTarget() throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(shop.job("""
                node {
                  CHECKOUT
                  PUBLISH
                  def plan = planRelease(target: 'production')
                  releaseCheck(target: 'production', name: 'alone') {
                    try {
                      deployRelease(plan.id)
                    } catch (e) {
                      echo "refused <${e.message}>"
                    }
                  }
                  deployRelease(plan.id)
                  echo 'deployed afterwards'
                }
                """));
        jenkins.assertLogContains(
                "refused <Target 'production' is locked by " + jenkins.getURL() + run.getUrl() + ", check 'alone'",
                run);
        jenkins.assertLogContains("deployed afterwards", run);
    }

    @Test
    public void recordsThatItFailedWhenItIsAbortedAndLetsGoOfTheTarget() throws Exception {
        WorkflowRun run = held("aborted", "1h");
        assertThat(TargetStatus.of(shop).path("lockedBy").asText()).contains("check 'aborted'");
        run.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, PendingInput.ended(run));
        JsonNode check = TargetStatus.check(shop, "aborted");
        assertThat(check.path("passed").asBoolean(true)).isFalse();
        assertThat(check.path("detail").asText()).isEqualTo("aborted");
        assertThat(TargetStatus.of(shop).path("lockedBy").isNull()).isTrue();
    }

    @Test
    public void stopsTheBodyAtTheTimeLimit() throws Exception {
        WorkflowRun run = start("late", "3s");
        jenkins.assertBuildStatus(Result.FAILURE, PendingInput.ended(run));
        jenkins.assertLogContains("Check 'late' is recorded as failed: no verdict after 3.0 s", run);
        assertThat(TargetStatus.check(shop, "late").path("passed").asBoolean(true))
                .isFalse();
    }

    @Test
    public void failsAndStopsTheBodyWhenWhatHoldsTheTargetDies() throws Exception {
        String name = "dies-" + UUID.randomUUID();
        WorkflowRun run = held(name, "1h");
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .arguments()
                                .map(arguments -> String.join(" ", arguments))
                                .filter(line -> line.contains("-jar") && line.contains(name))
                                .isPresent())
                        .map(ProcessHandle::destroyForcibly))
                .contains(true);
        jenkins.assertBuildStatus(Result.FAILURE, PendingInput.ended(run));
        jenkins.assertLogContains("'check' ended before its body did.", run);
        await("the host lets go")
                .atMost(Duration.ofMinutes(2))
                .until(() -> TargetStatus.of(shop).path("lockedBy").isNull());
    }

    @Test
    public void refusesBeforeItLocksAnything() throws Exception {
        ComposeHost unknown = shop.target();
        unknown.setSshCredentialsId("nowhere");
        shop.install("unknown", unknown);
        String check = "releaseCheck(target: '%s', name: '%s') { echo 'in the body' }";
        WorkflowRun credential = run(Result.FAILURE, "node { " + check.formatted("unknown", "e2e") + " }");
        jenkins.assertLogContains("nowhere", credential);
        jenkins.assertLogNotContains("in the body", credential);
        jenkins.assertLogContains(
                "check 'e 2 e' is not valid",
                run(Result.FAILURE, "node { " + check.formatted("production", "e 2 e") + " }"));
        jenkins.assertLogContains("such as: node", run(Result.FAILURE, check.formatted("production", "e2e")));
    }

    /** A build whose check's body waits for an answer, while the target is locked. */
    private static WorkflowRun held(String name, String limit) throws Exception {
        WorkflowRun run = start(name, limit);
        PendingInput.await1(run);
        return run;
    }

    private static WorkflowRun start(String name, String limit) throws Exception {
        return shop.job("node { releaseCheck(target: 'production', name: '" + name + "', limit: '" + limit
                        + "') { input 'Tested?' } }")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static WorkflowRun run(Result expected, String script) throws Exception {
        WorkflowRun run = shop.job(script).scheduleBuild2(0).waitForStart();
        return jenkins.assertBuildStatus(expected, PendingInput.ended(run));
    }
}
