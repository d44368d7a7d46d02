package io.jenkins.plugins.composerelease.steps;

import static com.cloudbees.plugins.credentials.CredentialsScope.GLOBAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.model.Result;
import hudson.util.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsRule;

/** An agent that is lost while a block has secret files on it. */
public class SecretAgentLossTest {
    @ClassRule
    public static final JenkinsRule jenkins = new JenkinsRule();

    private static final Duration SHORT = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(3);

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void credential() throws Exception {
        GitHubFixture.add(
                new StringCredentialsImpl(GLOBAL, "plain", "", Secret.fromString("a-plain-secret-0123456789")));
    }

    @Test
    public void theFilesGoWhenTheAgentComesBack() throws Exception {
        WorkflowRun run = start("back", "first");
        Path directory = directory("first");
        agents.stop(jenkins, "back");
        await().atMost(LONG).until(() -> jenkins.jenkins.getComputer("back").isOffline());
        assertThat(directory.resolve("pw")).exists();
        run.doStop();
        agents.start(jenkins, "back");
        jenkins.assertBuildStatus(Result.ABORTED, PendingInput.ended(run));
        await().atMost(LONG).untilAsserted(() -> assertThat(directory).doesNotExist());
    }

    /** Nobody removes what it held but a later build on the same machine, with whatever agent. */
    @Test
    public void theNextBuildRemovesWhatALostAgentsBuildLeft() throws Exception {
        WorkflowRun lost = start("lost", "lost");
        Path leftover = directory("lost");
        WorkflowRun alive = start("alive", "alive");
        Path used = directory("alive");
        agents.stop(jenkins, "lost");
        jenkins.jenkins.removeNode(jenkins.jenkins.getNode("lost"));
        end(lost);
        assertThat(leftover.resolve("pw")).exists();

        go("next");
        WorkflowRun next = start("third", "next");
        jenkins.assertBuildStatusSuccess(PendingInput.ended(next));
        jenkins.assertLogContains("removing secret files in '" + leftover + "', whose build is over", next);
        assertThat(leftover).doesNotExist();
        assertThat(used.resolve("pw")).exists();

        go("alive");
        jenkins.assertBuildStatusSuccess(PendingInput.ended(alive));
        assertThat(used).doesNotExist();
    }

    /** However hard it takes: its agent is no more. */
    private static void end(WorkflowRun run) throws Exception {
        run.doStop();
        if (!hasEnded(run)) {
            run.doTerm();
        }
        if (!hasEnded(run)) {
            run.doKill();
        }
        assertThat(hasEnded(run)).isTrue();
    }

    private static boolean hasEnded(WorkflowRun run) {
        try {
            await().atMost(SHORT).until(() -> !run.isBuilding());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** A build in its block, on an agent of its own. */
    private WorkflowRun start(String agent, String name) throws Exception {
        agents.createAgent(
                jenkins, InboundAgentRule.Options.newBuilder().name(agent).build());
        Path out = folder.getRoot().toPath().resolve(name);
        WorkflowRun run = GitHubFixture.job(jenkins, name, """
                node('%s') {
                  withReleaseSecrets([secret(credentialsId: 'plain', file: 'pw')]) {
                    sh 'dirname "$PW_FILE" > %s.part; mv %s.part %s; until test -e %s.go; do sleep 0.2; done'
                  }
                }
                """.formatted(agent, out, out, out, out))
                .scheduleBuild2(0)
                .waitForStart();
        await().atMost(LONG).until(() -> Files.exists(out) || !run.isBuilding());
        assertThat(out).exists();
        return run;
    }

    private void go(String name) throws Exception {
        Files.createFile(folder.getRoot().toPath().resolve(name + ".go"));
    }

    private Path directory(String name) throws Exception {
        return Path.of(Files.readString(folder.getRoot().toPath().resolve(name)).strip());
    }
}
