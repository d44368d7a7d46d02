package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
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
import org.kohsuke.stapler.DataBoundConstructor;

/** One command as a durable process, with a program in place of the command line that does what a test needs. */
public class EngineExecutionTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TestEngine.Rule PROGRAM = new TestEngine.Rule();

    private static final String TWICE = "parallel a: { engineStep(['say', 'a']) }, b: { engineStep(['say', 'b']) }";
    private static final AtomicInteger JOBS = new AtomicInteger();
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
            WorkflowRun run = run(Result.SUCCESS, label, "echo \"answer ${engineStep(['say', 'it said'])}\"");
            JENKINS.assertLogContains("it said {\"key\":\"$HOME '\\u00FC' `id`\"}\n no secret ä $HOME ${PATH}", run);
            JENKINS.assertLogContains("answer 42", run);
        }
    }

    @Test
    public void takesEventsOutOfTheLog() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, "agent", "engineStep(['events'])");
        assertThat(JenkinsRule.getLog(run))
                .containsSubsequence("before\n", "event ready\n", "after\n", "event phase\n", "last without end\n")
                .doesNotContain("\u001e", "{\"type\"");
    }

    @Test
    public void failsWithTheMessageOfTheResult() throws Exception {
        JENKINS.assertLogContains("ERROR: it did not work", run(Result.FAILURE, "agent", "engineStep(['fail'])"));
        JENKINS.assertLogContains(
                "ERROR: 'crash' on agent '" + agent.getNodeName() + "' ended with code 77 and left no result.",
                run(Result.FAILURE, "agent", "engineStep(['crash'])"));
    }

    @Test
    public void showsLinesWhileTheCommandRuns() throws Exception {
        WorkflowRun run = start("agent", "engineStep(['wait', '" + file + "'])");
        JENKINS.waitForMessage("waiting", run);
        assertThat(run.isBuilding()).isTrue();
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
        JENKINS.assertLogContains("waited", run);
    }

    @Test
    public void losesNoLineOfManyAndNoneTwice() throws Exception {
        assertComplete(run(Result.SUCCESS, "agent", "engineStep(['lines', '300000', ''])"), 300_000, "");
        String wide = "x".repeat(1000);
        assertComplete(run(Result.SUCCESS, "built-in", "engineStep(['lines', '50000', '" + wide + "'])"), 50_000, wide);
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
        WorkflowRun run = start("agent", "engineStep(['clean', '" + file + "'])");
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
            WorkflowRun run = start("agent", "engineStep(['deaf', '" + file + "'])");
            JENKINS.waitForMessage("waiting", run);
            run.doStop();
            JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
            JENKINS.assertLogContains("'deaf' did not stop in time and was killed.", run);
            assertThat(processes("deaf")).isZero();
        } finally {
            EngineExecution.graceSeconds = grace;
        }
    }

    @Test
    public void leavesTheSiblingOfAStepThatTimesOutAlone() throws Exception {
        WorkflowRun run = start("agent", """
                parallel(
                  slow: { try { timeout(time: 5, unit: 'SECONDS') { engineStep(['wait', '/none']) } } catch (e) { echo "$e" } },
                  shell: { try { timeout(time: 5, unit: 'SECONDS') { sh 'sleep 600' } } catch (e) { echo "$e" } },
                  good: { engineStep(['wait', '%s']) })
                """.formatted(file));
        Awaitility.await()
                .atMost(2, TimeUnit.MINUTES)
                .until(() -> JenkinsRule.getLog(run).split("Cancelling nested steps due to timeout", -1).length == 3
                        && processes("/none") == 0);
        assertThat(run.isBuilding()).isTrue();
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    @Test
    public void holdsNoThreadWhileCommandsRun() throws Exception {
        run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
        WorkflowRun run = start("agent", """
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
    public void removesItsFilesFromTheAgent() throws Exception {
        WorkflowRun run = run(Result.SUCCESS, "agent", "engineStep(['say', 'x']); echo \"at ${pwd(tmp: true)}\"");
        Matcher place = Pattern.compile("at (/.+)").matcher(JenkinsRule.getLog(run));
        assertThat(place.find()).isTrue();
        File beside = new File(place.group(1));
        Awaitility.await().atMost(1, TimeUnit.MINUTES).untilAsserted(() -> assertThat(beside.list())
                .noneMatch(name -> name.startsWith("compose-release") || name.startsWith("durable")));
    }

    @Test
    public void bringsTheJarOnceAlsoWhereBuildsMeetAndACopyWasCutOff() throws Exception {
        DumbSlave fresh = JENKINS.createOnlineSlave(Label.get("fresh"));
        WorkflowRun first = run(Result.SUCCESS, "fresh", TWICE);
        assertThat(first).isNotNull();
        List<FilePath> jars = jars(fresh);
        assertThat(jars).hasSize(1);
        jars.get(0).write("cut off", "UTF-8");
        run(Result.SUCCESS, "fresh", TWICE);
        assertThat(jars(fresh)).hasSize(1);
        assertThat(jars(fresh).get(0).length()).isGreaterThan(1000);
    }

    private static List<FilePath> jars(DumbSlave slave) throws Exception {
        return List.of(slave.getRootPath().child("caches/compose-release").list("**/*.jar"));
    }

    @Test
    public void startsFromAnArchiveOfItsClassesOnceTheAgentMadeOne() throws Exception {
        run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
        FilePath made = agent.getRootPath().child("caches/compose-release");
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> made.list("**/*.jsa").length == 1);
        WorkflowRun run = start("agent", "engineStep(['wait', '" + file + "'])");
        JENKINS.waitForMessage("waiting", run);
        assertThat(processes("-XX:SharedArchiveFile=" + made.list("**/*.jsa")[0].getRemote()))
                .isEqualTo(1);
        Files.createFile(file.toPath());
        JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(run));
    }

    @Test
    public void warnsOfADurabilitySettingThatLosesBuilds() throws Exception {
        WorkflowJob job = job("node { engineStep(['say', 'x']); engineStep(['say', 'y']) }");
        job.addProperty(new DurabilityHintJobProperty(FlowDurabilityHint.PERFORMANCE_OPTIMIZED));
        WorkflowRun run = JENKINS.assertBuildStatusSuccess(job.scheduleBuild2(0));
        assertThat(JenkinsRule.getLog(run))
                .containsOnlyOnce("This build's durability setting is PERFORMANCE_OPTIMIZED");
    }

    @Test
    public void replacesAJarThatSomebodyChangedOnTheAgent() throws Exception {
        run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
        File cache = new File(agent.getRemoteFS(), "caches/compose-release");
        for (File version : cache.listFiles()) {
            Path jar = version.toPath().resolve("compose-release-cli.jar");
            Files.write(jar, new byte[(int) Files.size(jar)]);
        }
        WorkflowRun run = run(Result.SUCCESS, "agent", "engineStep(['say', 'again'])");
        JENKINS.assertLogContains("again {", run);
    }

    @Test
    public void watchesACommandAgainWhenThatFailsRightAfterItsStart() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ProcessWatch.beforeAttach = () -> {
            tries.incrementAndGet();
            throw new IllegalStateException("the channel is gone");
        };
        try {
            WorkflowRun run = run(Result.SUCCESS, "agent", "engineStep(['say', 'x'])");
            JENKINS.assertLogContains("x {", run);
        } finally {
            ProcessWatch.beforeAttach = null;
        }
        assertThat(tries).hasValue(1);
    }

    @Test
    public void saysThatItNeedsANode() throws Exception {
        WorkflowJob job = job("engineStep(['say', 'x'])");
        WorkflowRun run =
                JENKINS.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0).get());
        JENKINS.assertLogContains("Perhaps you forgot to surround the", run);
    }

    @Test
    public void takesTheAgentsJavaWhereJavaHomeIsTooOld() throws Exception {
        File home = oldJava();
        WorkflowRun run =
                run(Result.SUCCESS, "agent", "withEnv(['JAVA_HOME=" + home + "']) { engineStep(['say', 'x']) }");
        JENKINS.assertLogContains("x {", run);
    }

    private File oldJava() throws Exception {
        File bin = folder.newFolder("jdk", "bin");
        File java = new File(bin, "java");
        Files.writeString(java.toPath(), "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
        assertThat(java.setExecutable(true)).isTrue();
        return bin.getParentFile();
    }

    @Test
    public void runsTheBodyBetweenTwoCommandsWhateverHappens() throws Exception {
        WorkflowRun good = run(
                Result.SUCCESS,
                "agent",
                "echo \"got ${engineBlock(command: ['say', 'begin'], cleanUp: ['say', 'end']) { 7 }}\"");
        assertThat(JenkinsRule.getLog(good))
                .containsSubsequence("begin {", "cleaning up after success", "end {", "got 7");
        WorkflowRun bad = run(
                Result.FAILURE,
                "agent",
                "engineBlock(command: ['say', 'begin'], cleanUp: ['fail']) { error 'the body' }");
        assertThat(JenkinsRule.getLog(bad))
                .containsSubsequence(
                        "cleaning up after failure", "The clean-up failed, too: it did not work", "ERROR: the body");
        WorkflowRun never =
                run(Result.FAILURE, "agent", "engineBlock(command: ['fail'], cleanUp: ['say', 'end']) { echo 'body' }");
        assertThat(JenkinsRule.getLog(never))
                .containsSubsequence("cleaning up after failure", "end {", "it did not work");
        JENKINS.assertLogNotContains("[Pipeline] echo", never);
    }

    @Test
    public void cleansUpAfterABodyThatIsStopped() throws Exception {
        WorkflowRun run = start("agent", """
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
            run(Result.ABORTED, "agent", """
                    withEnv(['MARK=of the block']) {
                      timeout(time: 3, unit: 'SECONDS') { engineBlock(command: ['deaf', '%s'], cleanUp: ['mark', '%s']) { } }
                    }
                    """.formatted(file, cleaned));
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
                run(Result.SUCCESS, "agent", "echo \"got ${engineHeld(['check', '60']) { echo 'body'; 7 }}\"");
        assertThat(JenkinsRule.getLog(good)).containsSubsequence("body", "verdict: passed|", "got 7");
        WorkflowRun bad = run(Result.FAILURE, "agent", "engineHeld(['check', '60']) { error 'no luck' }");
        assertThat(JenkinsRule.getLog(bad)).containsSubsequence("verdict: failed|no luck|", "ERROR: no luck");
        WorkflowRun late = run(Result.FAILURE, "agent", "engineHeld(['check', '2']) { sleep 600 }");
        JENKINS.assertLogContains("'check' ended before its body did. the limit passed", late);
    }

    private static long processes(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> String.join(" ", arguments).contains("test-engine")
                                || List.of(arguments).contains(argument))
                        .filter(arguments -> List.of(arguments).contains(argument))
                        .isPresent())
                .count();
    }

    private static WorkflowRun run(Result result, String label, String script) throws Exception {
        WorkflowRun run = start(label, script);
        Awaitility.await().atMost(5, TimeUnit.MINUTES).until(() -> !run.isBuilding());
        return JENKINS.assertBuildStatus(result, run);
    }

    private static WorkflowRun start(String label, String script) throws Exception {
        return job("node('" + label + "') {\n" + script + "\n}")
                .scheduleBuild2(0)
                .waitForStart();
    }

    private static WorkflowJob job(String script) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "job" + JOBS.incrementAndGet());
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** engineStep(['wait', 'file']) */
    public static final class One extends EngineStep {
        @DataBoundConstructor
        public One(List<String> command) {
            super(command);
        }

        /** Its name. */
        @TestExtension
        public static final class DescriptorImpl extends EngineStep.Of {
            public DescriptorImpl() {
                super("engineStep");
            }
        }
    }

    /** engineBlock(command: [], cleanUp: []) { } */
    public static final class Around extends EngineStep.Block {
        @DataBoundConstructor
        public Around(List<String> command, List<String> cleanUp) {
            super(command, cleanUp);
        }

        /** Its name. */
        @TestExtension
        public static final class DescriptorImpl extends EngineStep.Of {
            public DescriptorImpl() {
                super("engineBlock");
            }
        }
    }

    /** engineHeld(['check', '60']) { } */
    public static final class Beside extends EngineStep.Held {
        @DataBoundConstructor
        public Beside(List<String> command) {
            super(command);
        }

        /** Its name. */
        @TestExtension
        public static final class DescriptorImpl extends EngineStep.Of {
            public DescriptorImpl() {
                super("engineHeld");
            }
        }
    }
}
