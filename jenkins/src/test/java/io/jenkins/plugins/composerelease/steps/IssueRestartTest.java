package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn.Fault;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** The controller restarts while issues are being kept. */
public class IssueRestartTest {
    @Rule
    public JenkinsSessionRule sessions = new JenkinsSessionRule();

    private final GitHubStandIn github = GitHubFixture.start();

    @After
    public void stop() {
        github.close();
    }

    @Test
    public void opensNoSecondIssueAfterARestartBetweenRequestAndAnswer() throws Throwable {
        sessions.then(jenkins -> {
            GitHubFixture.configure(github.apiUrl());
            github.fail(new Fault("POST", Fault.Kind.SILENCE_AFTERWARDS, 900));
            start(jenkins, "githubIssue(error: 'boom')");
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> !github.issues()
                    .isEmpty());
        });
        sessions.then(jenkins -> {
            WorkflowRun run = run(jenkins);
            jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
            assertThat(github.issues()).singleElement().satisfies(issue -> assertThat(issue.comments())
                    .isEmpty());
        });
    }

    @Test
    public void reportsAfterARestartWhatFailedBeforeIt() throws Throwable {
        sessions.then(jenkins -> {
            GitHubFixture.configure(github.apiUrl());
            github.fail(new Fault("GET", Fault.Kind.SILENCE_AFTERWARDS, 900));
            start(jenkins, "reportFailure { error 'the first error' }");
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> github.requests() > 0);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.waitForCompletion(run(jenkins));
            jenkins.assertBuildStatus(Result.FAILURE, run);
            jenkins.assertLogContains("ERROR: the first error", run);
            assertThat(github.issues()).singleElement().satisfies(issue -> assertThat(issue.title())
                    .isEqualTo("Stage Pipeline of shop failed: the first error"));
        });
    }

    private static void start(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = GitHubFixture.job(jenkins, "shop", script);
        job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun run(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class).getBuildByNumber(1);
    }
}
