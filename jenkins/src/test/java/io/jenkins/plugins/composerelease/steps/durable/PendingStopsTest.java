package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.DataBoundConstructor;

/** Processes that are to stop when their agent is back. */
public class PendingStopsTest {
    @ClassRule
    public static final TestEngine.Rule PROGRAM = new TestEngine.Rule();

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** The agent may come back right after a round saw that it is offline. */
    @Test
    public void agentThatIsBackAlreadyIsToldAtOnce() throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave(Label.get("agent"));
        String file = new File(folder.getRoot(), "never").getPath();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition("node('agent') { engineStep(['wait', '" + file + "']) }", true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("waiting", run);
        List<String> ids = ids(file);
        assertThat(ids).hasSize(1);
        PendingStops.get().add(agent.getNodeName(), ids.get(0), 600);
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> ids(file).isEmpty());
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("ended with code 143 and left no result", run);
    }

    /** Of the runs whose command has that argument. */
    private static List<String> ids(String argument) {
        return ProcessHandle.allProcesses()
                .map(process -> List.of(process.info().arguments().orElse(new String[0])))
                .filter(arguments -> arguments.contains(argument))
                .flatMap(arguments -> arguments.stream()
                        .filter(line -> line.startsWith(EngineScript.MARK))
                        .map(mark -> mark.substring(EngineScript.MARK.length())))
                .toList();
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
}
