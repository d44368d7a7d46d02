package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;

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
        WorkflowRun run = new EngineBuilds(jenkins).start("agent", "engineStep(['wait', '" + file + "'])");
        jenkins.waitForMessage("waiting", run);
        List<String> ids = EngineBuilds.ids(file);
        assertThat(ids).hasSize(1);
        PendingStops.get().add(agent.getNodeName(), ids.get(0), 600);
        Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> EngineBuilds.ids(file)
                .isEmpty());
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("ended with code 143 and left no result", run);
    }

    @TestExtension
    public static EngineStep.Of engineStep() {
        return new EngineStep.Plain();
    }
}
