package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.ComposeHost;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Threads of the controller while steps of one build wait, more than before. Not part of the tests: {@code mvn -f
 * jenkins test -Dtest=ThreadBenchmark}. Jenkins keeps a pooled thread for a minute; what is left after that is counted.
 */
public class ThreadBenchmark {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final int STEPS = Integer.getInteger("benchmark.steps", 100);
    /** Beginning of a step's name; of all by default. */
    private static final String ONLY = System.getProperty("benchmark.only", "");

    private static final int SETTLE_SECONDS = 65;
    private static final int SAMPLES = 40;
    /** Nobody answers there. */
    private static final String URL = "http://127.0.0.1:1/";

    private static final String PLAN = "{\"id\":\"0123456789ab\",\"hash\":\"0123456789abcdef\"}";

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @BeforeClass
    public static void allowTheTime() {
        JENKINS.timeout = 3600;
    }

    @Test
    public void countsThreadsOfStepsThatWait() throws Exception {
        agents.createAgent(
                JENKINS, InboundAgentRule.Options.newBuilder().name("remote").build());
        String shell = "sh \"until [ -e '" + new File(folder.getRoot(), "go-on") + "' ]; do sleep 5; done\"";
        Map<String, Waiting> kinds = new LinkedHashMap<>();
        kinds.put("approveRelease(plan: '0123456789ab', message: 'Go?')", ThreadBenchmark::inputs);
        kinds.put("verifyEndpoint(url: '" + URL + "', retries: 1000, interval: '20s')", run -> processes());
        kinds.put("blockingStep()", run -> Blocking.WAITING.get());
        kinds.put(shell, run -> occurrences(run, "+ sleep 5"));
        kinds.keySet().removeIf(step -> !step.startsWith(ONLY));
        for (Map.Entry<String, Waiting> kind : kinds.entrySet()) { // pools that never shrink are full after this
            end(start(20, kind.getKey()), 20, kind.getValue());
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Map<String, Integer> names = names();
        Samples before = threads();
        Samples.report("nothing: threads median %.1f, max %.0f", before.median(), before.max());
        for (Map.Entry<String, Waiting> kind : kinds.entrySet()) {
            count(kind.getKey(), kind.getValue(), before, names);
        }
    }

    private void count(String step, Waiting waiting, Samples before, Map<String, Integer> names) throws Exception {
        WorkflowRun run = start(STEPS, step);
        until(() -> waiting.count(run) >= STEPS);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Samples during = threads();
        Map<String, Integer> more = names();
        names.forEach((name, count) -> more.merge(name, -count, Integer::sum));
        more.values().removeIf(count -> count == 0);
        assertThat(waiting.count(run)).isGreaterThanOrEqualTo(STEPS);
        end(run, STEPS, waiting);
        Samples.report(
                "%d x %s: threads median %.1f, p95 %.0f, max %.0f, more than before: median %.1f; at the last look %s",
                STEPS,
                step.substring(0, step.indexOf(step.startsWith("sh") ? ' ' : '(')),
                during.median(),
                during.percentile(95),
                during.max(),
                during.median() - before.median(),
                more);
    }

    private WorkflowRun start(int steps, String step) throws Exception {
        Files.deleteIfExists(new File(folder.getRoot(), "go-on").toPath());
        WorkflowJob job = JENKINS.createProject(WorkflowJob.class);
        String branches = "def branches = [:]\n" + steps + ".times { n -> branches[\"b$n\"] = { " + step
                + " } }\nparallel branches\n";
        boolean approval = step.startsWith("approve");
        job.setDefinition(new CpsFlowDefinition(approval ? branches : "node('remote') {\n" + branches + "}", true));
        ComposeHost host = new ComposeHost("192.0.2.1", "deploy", "/srv/shop");
        return job.scheduleBuild2(0, new PlanAction(null, host, "shop", null, null, new ObjectMapper().readTree(PLAN)))
                .waitForStart();
    }

    private void end(WorkflowRun run, int steps, Waiting waiting) throws Exception {
        until(() -> waiting.count(run) >= steps);
        Files.createFile(new File(folder.getRoot(), "go-on").toPath());
        Blocking.GO_ON.release(Blocking.WAITING.getAndSet(0));
        if (!run.getActions(InputAction.class).isEmpty() || processes() > 0) {
            run.doStop();
        }
        until(() -> !run.isBuilding() && processes() == 0);
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(15, TimeUnit.MINUTES)
                .pollInterval(1, TimeUnit.SECONDS)
                .until(condition);
    }

    /** Twice a second. */
    private static Samples threads() throws InterruptedException {
        Samples samples = new Samples();
        while (samples.count() < SAMPLES) {
            samples.add(ManagementFactory.getThreadMXBean().getThreadCount());
            TimeUnit.MILLISECONDS.sleep(500);
        }
        return samples;
    }

    /** Threads by the beginning of their names. */
    private static Map<String, Integer> names() {
        Map<String, Integer> names = new TreeMap<>();
        Thread.getAllStackTraces()
                .keySet()
                .forEach(thread -> names.merge(thread.getName().replaceAll("[\\[(:#\\d].*", ""), 1, Integer::sum));
        return names;
    }

    private static long processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(URL))
                        .isPresent())
                .count();
    }

    private static long occurrences(WorkflowRun run, String text) throws Exception {
        return JenkinsRule.getLog(run).lines().filter(text::equals).count();
    }

    private static long inputs(WorkflowRun run) throws Exception {
        InputAction action = run.getAction(InputAction.class);
        return action == null ? 0 : action.getExecutions().size();
    }

    /** How many steps of a build wait by now. */
    private interface Waiting {
        long count(WorkflowRun run) throws Exception;
    }

    /** blockingStep(): holds a thread until it is let go. */
    public static final class Blocking extends Step {
        static final AtomicInteger WAITING = new AtomicInteger();
        static final Semaphore GO_ON = new Semaphore(0);

        @DataBoundConstructor
        public Blocking() {
            // nothing to set
        }

        @Override
        public StepExecution start(StepContext context) {
            return new BlockingExecution(context);
        }

        /** Its name. */
        @TestExtension
        public static final class DescriptorImpl extends StepDescriptor {
            @Override
            public String getFunctionName() {
                return "blockingStep";
            }

            @Override
            public Set<? extends Class<?>> getRequiredContext() {
                return Set.of(TaskListener.class);
            }
        }
    }

    private static final class BlockingExecution extends SynchronousNonBlockingStepExecution<Void> {
        private static final long serialVersionUID = 1L;

        private BlockingExecution(StepContext context) {
            super(context);
        }

        @Override
        protected Void run() throws Exception {
            Blocking.WAITING.incrementAndGet();
            assertThat(Blocking.GO_ON.tryAcquire(30, TimeUnit.MINUTES)).isTrue();
            return null;
        }
    }
}
