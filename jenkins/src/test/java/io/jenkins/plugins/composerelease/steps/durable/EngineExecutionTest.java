package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

/** One command as a durable process, with a program in place of the command line that does what a test needs. */
public class EngineExecutionTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TestEngine.Rule PROGRAM = new TestEngine.Rule();

    private static final EngineBuilds BUILDS = new EngineBuilds(JENKINS);
    private static DumbSlave agent;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File file;

    @BeforeClass
    public static void addAgent() throws Exception {
        agent = JENKINS.createOnlineSlave(Label.get("agent"));
        JENKINS.jenkins.setNumExecutors(25);
    }

    @Before
    public void chooseFile() {
        file = new File(folder.getRoot(), "go-on");
    }

    @Test
    public void returnsTheResultAndTellsTheWholeLog() throws Exception {
        for (String label : List.of("built-in", "agent")) {
            WorkflowRun run = BUILDS.run(Result.SUCCESS, label, "echo \"answer ${engineStep(['say', 'it said'])}\"");
            JENKINS.assertLogContains("it said {\"key\":\"$HOME '\\u00FC' `id`\"}\n no secret ä $HOME ${PATH}", run);
            JENKINS.assertLogContains("answer 42", run);
        }
    }

    @Test
    public void takesEventsOutOfTheLog() throws Exception {
        WorkflowRun run = BUILDS.run(Result.SUCCESS, "agent", "engineStep(['events'])");
        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence("before\n", "event ready\n", "after\n", "event phase\n", "last without end\n")
                .doesNotContain("\u001e", "{\"type\"");
    }

    @Test
    public void failsWithTheMessageOfTheResult() throws Exception {
        JENKINS.assertLogContains(
                "ERROR: it did not work", BUILDS.run(Result.FAILURE, "agent", "engineStep(['fail'])"));
        JENKINS.assertLogContains(
                "ERROR: 'crash' on agent '" + agent.getNodeName() + "' ended with code 77 and left no result.",
                BUILDS.run(Result.FAILURE, "agent", "engineStep(['crash'])"));
    }

    @Test
    public void showsLinesWhileTheCommandRuns() throws Exception {
        WorkflowRun run = BUILDS.start("agent", "engineStep(['wait', '" + file + "'])");
        JENKINS.waitForMessage("waiting", run);
        assertThat(run.isBuilding()).isTrue();
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("waited", run);
    }

    @Test
    public void losesNoLineOfManyAndNoneTwice() throws Exception {
        assertComplete(BUILDS.run(Result.SUCCESS, "agent", "engineStep(['lines', '300000', ''])"), 300_000, "");
        String wide = "x".repeat(1000);
        assertComplete(
                BUILDS.run(Result.SUCCESS, "built-in", "engineStep(['lines', '50000', '" + wide + "'])"), 50_000, wide);
    }

    private static void assertComplete(WorkflowRun run, int lines, String end) throws Exception {
        int next = 1;
        try (BufferedReader log = new BufferedReader(run.getLogReader())) {
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                if (line.startsWith("line ")) {
                    assertThat(line).isEqualTo("line " + next++ + " of the log " + end);
                }
            }
        }
        assertThat(next - 1).isEqualTo(lines);
    }

    @Test
    public void letsTheCommandCleanUpWhenItIsStopped() throws Exception {
        WorkflowRun run = BUILDS.start("agent", "engineStep(['clean', '" + file + "'])");
        JENKINS.waitForMessage("waiting", run);
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run)).containsSubsequence("Stopping 'clean'", "cleaning up", "cleaned up");
    }

    @Test
    public void killsACommandThatDoesNotStop() throws Exception {
        long grace = EngineExecution.graceSeconds;
        EngineExecution.graceSeconds = 3;
        try {
            WorkflowRun run = BUILDS.start("agent", "engineStep(['deaf', '" + file + "'])");
            JENKINS.waitForMessage("waiting", run);
            run.doStop();
            JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
            JENKINS.assertLogContains("'deaf' did not stop in time and was killed.", run);
            assertThat(EngineBuilds.processes("deaf")).isZero();
        } finally {
            EngineExecution.graceSeconds = grace;
        }
    }

    @Test
    public void leavesTheSiblingOfAStepThatTimesOutAlone() throws Exception {
        WorkflowRun run = BUILDS.start("agent", """
                parallel(
                  slow: { try { timeout(time: 5, unit: 'SECONDS') { engineStep(['wait', '/none']) } } catch (e) { echo "$e" } },
                  shell: { try { timeout(time: 5, unit: 'SECONDS') { sh 'sleep 600' } } catch (e) { echo "$e" } },
                  good: { engineStep(['wait', '%s']) })
                """.formatted(file));
        Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .until(() -> JenkinsRule.getLog(run).split("Cancelling nested steps due to timeout", -1).length == 3
                        && EngineBuilds.processes("/none") == 0);
        assertThat(run.isBuilding()).isTrue();
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    @Test
    public void holdsNoThreadWhileCommandsRun() throws Exception {
        BUILDS.run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
        WorkflowRun run = BUILDS.start("agent", """
                def branches = [:]
                20.times { n -> branches["b$n"] = { engineStep(['wait', '%s']) } }
                parallel branches
                """.formatted(file));
        Awaitility.await()
                .atMost(3, TimeUnit.MINUTES)
                .until(() -> JenkinsRule.getLog(run).split("waiting", -1).length == 21
                        && inOurSteps().isEmpty());
        Map<Thread, Integer> row = new HashMap<>();
        AtomicInteger looks = new AtomicInteger();
        Awaitility.await()
                .atMost(3, TimeUnit.MINUTES)
                .pollInterval(250, TimeUnit.MILLISECONDS)
                .until(() -> {
                    Set<Thread> busy = inOurSteps();
                    assertThat(busy).as("threads at once").hasSizeLessThan(3);
                    row.keySet().retainAll(busy);
                    busy.forEach(thread -> row.merge(thread, 1, Integer::sum));
                    assertThat(row).allSatisfy((thread, times) -> assertThat(times)
                            .as(() -> List.of(thread.getStackTrace()).toString())
                            .isLessThan(8));
                    return looks.incrementAndGet() == 60; // some rounds of the agent
                });
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    private static Set<Thread> inOurSteps() {
        Set<Thread> found = new HashSet<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (Stream.of(stack)
                    .map(StackTraceElement::getClassName)
                    .anyMatch(name ->
                            name.startsWith("io.jenkins.plugins.composerelease.steps.") && !name.contains("Test"))) {
                found.add(thread);
            }
        });
        return found;
    }

    @Test
    public void warnsOfADurabilitySettingThatLosesBuilds() throws Exception {
        WorkflowJob job = BUILDS.job("node { engineStep(['say', 'x']); engineStep(['say', 'y']) }");
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        WorkflowRun run = JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(0));
        assertThat(JenkinsRule.getLog(run))
                .containsOnlyOnce("This build's durability setting is PERFORMANCE_OPTIMIZED");
    }

    @Test
    public void watchesACommandAgainWhenThatFailsRightAfterItsStart() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ProcessWatch.beforeAttach = () -> {
            tries.incrementAndGet();
            throw new IllegalStateException("the channel is gone");
        };
        try {
            WorkflowRun run = BUILDS.run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
            JENKINS.assertLogContains("x {", run);
        } finally {
            ProcessWatch.beforeAttach = null;
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    public void saysThatItNeedsANode() throws Exception {
        WorkflowJob job = BUILDS.job("engineStep(['say', 'x'])");
        WorkflowRun run =
                JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0).get());
        JENKINS.assertLogContains("Perhaps you forgot to surround the", run);
    }

    @TestExtension
    public static EngineStep.Of engineStep() {
        return new EngineStep.Plain();
    }
}
