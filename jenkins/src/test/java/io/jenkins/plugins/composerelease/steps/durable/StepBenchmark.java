package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * How long a step takes that has nothing to do, next to {@code sh 'true'}, in turns, on the built-in node and on an inbound
 * agent. Not part of the tests: {@code mvn -f jenkins test -Dtest=StepBenchmark}. Times are milliseconds from the statement
 * before the step to the one after it.
 */
public class StepBenchmark {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule().with(() -> Files.createTempDirectory(
                    Path.of("target").toAbsolutePath(),
                    "home") // without a space: Java 17 archives no classes below one
            .toFile());

    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 30);
    private static final int WARM_UP = 5;
    private static final Pattern SAMPLE = Pattern.compile("sample (\\d+) (.+) (\\d+) ns");

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @BeforeClass
    public static void allowTheTime() {
        JENKINS.timeout = 3600;
    }

    @After
    public void useTheRealCommandLine() {
        CommandLineJar.use(null);
    }

    @Test
    public void startsTheCommandLine() throws Exception {
        measure("engine step, nothing to do", "emptyEngine()");
    }

    @Test
    public void startsAProgramOfOneClass() throws Throwable {
        TestEngine.Rule program = new TestEngine.Rule();
        program.before();
        try {
            measure("engine step, program of one class", "emptyEngine()");
        } finally {
            program.after();
        }
    }

    private void measure(String name, String step) throws Exception {
        agents.createAgent(
                JENKINS, InboundAgentRule.Options.newBuilder().name("remote").build());
        for (String label : List.of("built-in", "remote")) {
            Map<String, Samples> times = times(label, step);
            Samples ours = times.get("engine");
            Samples shell = times.get("sh");
            assertThat(List.of(ours.count(), shell.count())).containsOnly(ROUNDS);
            tell(label + ", " + name, ours);
            tell(label + ", sh 'true'", shell);
            Samples.report(
                    "%s, %s / sh 'true': median %.2f, p95 %.2f",
                    label, name, ours.median() / shell.median(), ours.percentile(95) / shell.percentile(95));
        }
    }

    private static void tell(String what, Samples samples) throws Exception {
        Samples.report(
                "%s: median %.0f ms, p95 %.0f ms, n %d",
                what, samples.median(), samples.percentile(95), samples.count());
    }

    private static Map<String, Samples> times(String label, String step) throws Exception {
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("""
                def timed(round, name, body) {
                  def start = System.nanoTime()
                  body()
                  def end = System.nanoTime()
                  echo "sample ${round} ${name} ${end - start} ns"
                }
                node('%s') {
                  for (int round = 0; round < %d; round++) {
                    if (round %% 2 == 0) {
                      timed(round, 'sh') { sh 'true' }
                      timed(round, 'engine') { %s }
                    } else {
                      timed(round, 'engine') { %3$s }
                      timed(round, 'sh') { sh 'true' }
                    }
                  }
                }
                """.formatted(label, ROUNDS + WARM_UP, step), false));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Awaitility.await().atMost(40, TimeUnit.MINUTES).until(() -> !run.isBuilding());
        JENKINS.assertBuildStatusSuccess(run);
        Map<String, Samples> times = new TreeMap<>();
        Matcher sample = SAMPLE.matcher(JenkinsRule.getLog(run));
        while (sample.find()) {
            if (Integer.parseInt(sample.group(1)) >= WARM_UP) {
                times.computeIfAbsent(sample.group(2), key -> new Samples()).add(Long.parseLong(sample.group(3)) / 1e6);
            }
        }
        return times;
    }

    /** emptyEngine(): the clean-up of secret files that nobody wrote, the least that a command can do. */
    public static final class Empty extends EngineStep {
        private static final long serialVersionUID = 1L;

        @DataBoundConstructor
        public Empty() {
            super(List.of());
        }

        @Override
        public StepExecution start(StepContext context) {
            return new EmptyExecution(context);
        }

        /** Its name. */
        @TestExtension
        public static final class DescriptorImpl extends EngineStep.Of {
            public DescriptorImpl() {
                super("emptyEngine");
            }
        }
    }

    private static final class EmptyExecution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private EmptyExecution(StepContext context) {
            super(context);
        }

        @Override
        protected EngineCall call() {
            return EngineCall.of("secrets", "remove", "--name", "benchmark");
        }
    }
}
