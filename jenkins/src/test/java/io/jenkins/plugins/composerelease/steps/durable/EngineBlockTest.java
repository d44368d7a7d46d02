package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import java.io.File;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** Commands around a body, and beside one. */
public class EngineBlockTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TestEngine.Rule PROGRAM = new TestEngine.Rule();

    private static final EngineBuilds BUILDS = new EngineBuilds(JENKINS);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void addAgent() throws Exception {
        JENKINS.createOnlineSlave(Label.get("agent"));
    }

    @Test
    public void runsTheBodyBetweenTwoCommandsWhateverHappens() throws Exception {
        WorkflowRun good = BUILDS.run(
                Result.SUCCESS,
                "agent",
                "echo \"got ${engineBlock(command: ['say', 'begin'], cleanUp: ['say', 'end']) { 7 }}\"");
        assertThat(JenkinsRule.getLog(good))
                .containsSubsequence("begin {", "cleaning up after success", "end {", "got 7");
        WorkflowRun bad = BUILDS.run(
                Result.FAILURE,
                "agent",
                "engineBlock(command: ['say', 'begin'], cleanUp: ['fail']) { error 'the body' }");
        assertThat(JenkinsRule.getLog(bad))
                .containsSubsequence(
                        "cleaning up after failure", "The clean-up failed, too: it did not work", "ERROR: the body");
        WorkflowRun never = BUILDS.run(
                Result.FAILURE, "agent", "engineBlock(command: ['fail'], cleanUp: ['say', 'end']) { echo 'body' }");
        assertThat(JenkinsRule.getLog(never))
                .containsSubsequence("cleaning up after failure", "end {", "it did not work");
        JENKINS.assertLogNotContains("[Pipeline] echo", never);
    }

    @Test
    public void cleansUpAfterABodyThatIsStopped() throws Exception {
        WorkflowRun run = BUILDS.start("agent", """
                engineBlock(command: ['say', 'begin'], cleanUp: ['say', 'end']) { sh 'set +x; echo slee""ping; sleep 600' }
                """);
        JENKINS.waitForMessage("sleeping", run);
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).containsSubsequence("cleaning up after failure", "end {");
    }

    /** {@code timeout} ends a step by force when it does not end soon. */
    @Test
    public void cleansUpAlsoWhereItsStepWasEndedByForce() throws Exception {
        long grace = EngineExecution.graceSeconds;
        EngineExecution.graceSeconds = 60;
        File cleaned = new File(folder.getRoot(), "cleaned");
        try {
            BUILDS.run(Result.ABORTED, "agent", """
                    withEnv(['MARK=of the block']) {
                      timeout(time: 3, unit: 'SECONDS') { engineBlock(command: ['deaf', '%s'], cleanUp: ['mark', '%s']) { } }
                    }
                    """.formatted(new File(folder.getRoot(), "never"), cleaned));
            assertThat(cleaned).doesNotExist();
            Awaitility.await().atMost(3, TimeUnit.MINUTES).until(cleaned::exists);
            assertThat(cleaned).hasContent("of the block");
        } finally {
            EngineExecution.graceSeconds = grace;
        }
    }

    @Test
    public void tellsTheCommandHowTheBodyEnded() throws Exception {
        WorkflowRun good =
                BUILDS.run(Result.SUCCESS, "agent", "echo \"got ${engineHeld(['check', '60']) { echo 'body'; 7 }}\"");
        assertThat(JenkinsRule.getLog(good)).containsSubsequence("body", "verdict: passed|", "got 7");
        WorkflowRun bad = BUILDS.run(Result.FAILURE, "agent", "engineHeld(['check', '60']) { error 'no luck' }");
        assertThat(JenkinsRule.getLog(bad)).containsSubsequence("verdict: failed|no luck|", "ERROR: no luck");
        WorkflowRun late = BUILDS.run(Result.FAILURE, "agent", "engineHeld(['check', '2']) { sleep 600 }");
        JENKINS.assertLogContains("'check' ended before its body did. the limit passed", late);
    }

    @TestExtension
    public static EngineStep.Of engineBlock() {
        return new EngineStep.Block.Around();
    }

    @TestExtension
    public static EngineStep.Of engineHeld() {
        return new EngineStep.Held.Beside();
    }
}
