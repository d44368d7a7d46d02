package io.jenkins.plugins.composerelease.steps.durable;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Result;
import java.io.File;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.TestExtension;

/** A command that goes on while the controller or the agent's connection does not. */
public class EngineRestartTest {
    @ClassRule
    public static final TestEngine.Rule PROGRAM = new TestEngine.Rule();

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File file;

    @Before
    public void chooseFile() {
        file = new File(folder.getRoot(), "go-on");
    }

    @After
    public void forgetTheHook() throws Exception {
        ProcessLaunch.after = () -> {};
        ProcessLaunch.before = () -> {};
        Files.deleteIfExists(file.toPath());
        Files.createFile(file.toPath()); // lets go of what a failed test left waiting
    }

    @Test
    public void goesOnAfterARestart() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "", "echo \"answer ${engineStep(['wait', '" + file + "'])}\"");
            jenkins.waitForMessage("waiting", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            jenkins.waitForMessage("Ready to run", run);
            Files.createFile(file.toPath());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("waiting").contains("waited", "answer 42");
        });
    }

    @Test
    public void learnsOfAnEndThatCameWhileTheControllerWasDown() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "", "echo \"answer ${engineStep(['wait', '" + file + "'])}\"");
            jenkins.waitForMessage("waiting", run);
        });
        Files.createFile(file.toPath());
        sessions.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("waiting").contains("waited", "answer 42");
        });
    }

    @Test
    public void adoptsACommandWhoseLaunchWasNotSaved() throws Throwable {
        sessions.then(jenkins -> {
            ProcessLaunch.after = () -> {
                throw new ThreadDeath(); // the controller goes down right here
            };
            WorkflowRun run = start(jenkins, "", "echo \"answer ${engineStep(['wait', '" + file + "'])}\"");
            Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> processes() == 1);
            assertThat(run.isBuilding()).isTrue();
        });
        ProcessLaunch.after = () -> {};
        sessions.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            jenkins.waitForMessage("waiting", run);
            assertThat(processes()).isEqualTo(1);
            Files.createFile(file.toPath());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("waiting").contains("waited", "answer 42");
        });
    }

    @Test
    public void launchesWhatWasSavedButNotLaunched() throws Throwable {
        sessions.then(jenkins -> {
            ProcessLaunch.before = () -> {
                throw new ThreadDeath();
            };
            WorkflowRun run = start(jenkins, "", "echo \"answer ${engineStep(['say', 'once'])}\"");
            jenkins.waitForMessage("engineStep", run);
        });
        ProcessLaunch.before = () -> {};
        sessions.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run)).containsOnlyOnce("once {").contains("answer 42");
        });
    }

    @Test
    public void goesOnWhenTheAgentIsBack() throws Throwable {
        sessions.then(jenkins -> {
            agents.createAgent(
                    jenkins,
                    InboundAgentRule.Options.newBuilder().name("remote").build());
            WorkflowRun run = start(jenkins, "remote", "echo \"answer ${engineStep(['wait', '" + file + "'])}\"");
            jenkins.waitForMessage("waiting", run);
            agents.stop(jenkins, "remote");
            jenkins.waitForMessage("agent 'remote' is offline. 'wait' goes on there", run);
            Files.createFile(file.toPath());
            agents.start(jenkins, "remote");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run))
                    .containsOnlyOnce("waiting\n")
                    .contains("is back", "waited", "answer 42");
        });
    }

    @Test
    public void stopsACommandWhenItsAgentIsBackWhereTheBuildIsOver() throws Throwable {
        sessions.then(jenkins -> {
            agents.createAgent(
                    jenkins,
                    InboundAgentRule.Options.newBuilder().name("remote").build());
            WorkflowRun run = start(jenkins, "remote", "engineStep(['wait', '" + file + "'])");
            jenkins.waitForMessage("waiting", run);
            agents.stop(jenkins, "remote");
            jenkins.waitForMessage("agent 'remote' is offline", run);
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            assertThat(processes()).isEqualTo(1);
        });
        sessions.then(jenkins -> {
            agents.start(jenkins, "remote");
            Awaitility.await().atMost(2, TimeUnit.MINUTES).until(() -> processes() == 0);
        });
    }

    @Test
    public void takesTheResultFileWhereDurableTasksFilesAreGone() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "", "echo \"answer ${engineStep(['wait', '" + file + "'])}\"");
            jenkins.waitForMessage("waiting", run);
            removeControlDirectories(jenkins);
            Files.createFile(file.toPath());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("answer 42", run);
        });
    }

    @Test
    public void saysThatTheOutcomeIsUnknownWhereAllFilesAreGone() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "", "engineStep(['crashlater', '" + file + "'])");
            jenkins.waitForMessage("waiting", run);
            removeControlDirectories(jenkins);
            Files.createFile(file.toPath());
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("The outcome of 'crashlater' on the built-in node is not known", run);
        });
    }

    @Test
    public void keepsTheBodyOfACheckAcrossARestart() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(
                    jenkins,
                    "",
                    "engineHeld(['check', '600']) { sh 'while [ ! -e \"" + file + "\" ]; do sleep 0.2; done' }");
            jenkins.waitForMessage("sleep", run);
        });
        sessions.then(jenkins -> {
            Files.createFile(file.toPath());
            WorkflowRun run = run(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("verdict: passed|", run);
        });
    }

    @Test
    public void cleansUpAfterARestartInTheBody() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(
                    jenkins,
                    "",
                    "engineBlock(command: ['say', 'begin'], cleanUp: ['say', 'end']) { sh 'while [ ! -e \"" + file
                            + "\" ]; do sleep 0.2; done' }");
            jenkins.waitForMessage("sleep", run);
        });
        sessions.then(jenkins -> {
            Files.createFile(file.toPath());
            WorkflowRun run = run(jenkins);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(JenkinsRule.getLog(run)).containsSubsequence("begin {", "cleaning up after success", "end {");
        });
    }

    private static void removeControlDirectories(JenkinsRule jenkins) throws Exception {
        for (FilePath directory :
                jenkins.jenkins.getRootPath().child("workspace/job1@tmp").listDirectories()) {
            if (directory.getName().startsWith("durable-")) {
                directory.deleteRecursive();
            }
        }
    }

    private long processes() {
        return EngineBuilds.ids(file.getPath()).size();
    }

    private static WorkflowRun start(JenkinsRule jenkins, String label, String script) throws Exception {
        return new EngineBuilds(jenkins).start(label, script);
    }

    private static WorkflowRun run(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job1", WorkflowJob.class).getBuildByNumber(1);
    }

    @TestExtension
    public static EngineStep.Of engineStep() {
        return new EngineStep.Plain();
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
