package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.StandInIssue;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class ReportFailureStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final GitHubStandIn github = GitHubFixture.start();

    @Before
    public void configure() throws Exception {
        GitHubFixture.configure(github.apiUrl());
    }

    @After
    public void stop() {
        github.close();
    }

    @Test
    public void reportsTheFailureOfItsBlockAndThrowsItAgain() throws Exception {
        WorkflowRun run = run("rf-a", """
                def caught
                stage('Smoke') {
                  try {
                    reportFailure { node { sh 'echo no answer on port 8080; exit 7' } }
                  } catch (e) { caught = e }
                }
                echo "caught ${caught.class.name} ${caught.message}"
                throw caught
                """, Result.FAILURE);
        JENKINS.assertLogContains("caught hudson.AbortException script returned exit code 7", run);
        assertThat(only().title()).isEqualTo("Stage Smoke of rf-a failed: sh: script returned exit code 7");
        assertThat(only().body()).contains("no answer on port 8080");
    }

    @Test
    public void closesTheIssuesOfItsScopeWhenItsBlockWorksAgain() throws Exception {
        String script = "def v = reportFailure(target: 'production', application: 'shop') { %s }; echo \"value $v\"";
        run("rf-b", script.formatted("error 'boom'"), Result.FAILURE);
        assertThat(only().title()).isEqualTo("Release of shop to production failed in Pipeline: boom");
        run("rf-b", script.replace("production", "staging").formatted("41 + 1"), Result.SUCCESS);
        assertThat(only().open()).isTrue();
        WorkflowRun run = run("rf-b", script.formatted("41 + 1"), Result.SUCCESS);
        JENKINS.assertLogContains("value 42", run);
        assertThat(only().open()).isFalse();
    }

    @Test
    public void doesNotHideTheFirstErrorWhenTheReportCannotBeMade() throws Exception {
        String boom = "reportFailure(%s) { error 'the first error' }";
        github.fail(new GitHubStandIn.Fault("GET", GitHubStandIn.Fault.Kind.FORBIDDEN, 0));
        for (String bad : List.of("", "repository: 'nonsense'", "credentialsId: 'nowhere'", "apiUrl: 'ftp://x'")) {
            WorkflowRun run = run("rf-c", boom.formatted(bad), Result.FAILURE);
            JENKINS.assertLogContains("ERROR: the first error", run);
            JENKINS.assertLogContains("WARNING: ", run);
        }
        assertThat(github.issues()).isEmpty();
    }

    @Test
    public void doesNotReportAnAbortedBlock() throws Exception {
        WorkflowJob job = GitHubFixture.job(JENKINS, "rf-d", "reportFailure { echo 'here'; sleep 900 }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        JENKINS.waitForMessage("here", run);
        run.doStop();
        JENKINS.assertBuildStatus(Result.ABORTED, JENKINS.waitForCompletion(run));
        assertThat(github.requests()).isZero();
    }

    @Test
    public void endsWithTheBlocksErrorWhenSomeoneStopsTheReport() throws Exception {
        github.fail(new GitHubStandIn.Fault("GET", GitHubStandIn.Fault.Kind.SILENCE_AFTERWARDS, 900));
        WorkflowJob job = GitHubFixture.job(JENKINS, "rf-e", "reportFailure { error 'the first error' }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> github.requests() > 0);
        run.getExecutor().interrupt();
        JENKINS.waitForCompletion(run);
        JENKINS.assertLogContains("ERROR: the first error", run);
    }

    @Test
    public void hidesWhatIsBoundAroundIt() throws Exception {
        run("rf-f", """
                withCredentials([string(credentialsId: 'github-token', variable: 'PW')]) {
                  reportFailure { throw new Exception("login with $PW refused") }
                }
                """, Result.FAILURE);
        assertThat(only().title()).contains("refused").doesNotContain(GitHubFixture.TOKEN);
        assertThat(only().body()).doesNotContain(GitHubFixture.TOKEN);
    }

    /** What a deploy leaves when its health gate fails. */
    private static final String RESULT = """
            {"schemaVersion":1,"command":"deploy","exitCode":6,"output":null,
             "message":"Service 'web' was not healthy after 60 s. Raise timeout.","advice":"Raise timeout.",
             "evidence":{"service":"web","container":"shop-web-1","state":"running","health":"unhealthy","exitCode":null,
               "outOfMemory":false,"restarts":2,"healthChecks":["1: connection refused"],"logLines":["bind failed"],"blocks":[]},
             "failure":{"phase":"verify","service":"web","log":[]},"issue":%s}
            """;

    @Test
    public void tellsWhatAStepOfThisPluginFoundOut() throws Exception {
        failing("rf-g", RESULT.formatted("null"));
        assertThat(only().title())
                .isEqualTo(
                        "Release of shop to production failed in verify (web): Service 'web' was not healthy after 60 s.");
        assertThat(only().body()).contains("connection refused", "bind failed", "`unhealthy`", "Raise timeout.");
    }

    @Test
    public void leavesAFailureThatWasReportedAlready() throws Exception {
        WorkflowRun run = failing("rf-h", RESULT.formatted("\"https://github.example.com/acme/shop/issues/7\""));
        JENKINS.assertLogContains("issue https://github.example.com/acme/shop/issues/7", run);
        assertThat(github.issues()).isEmpty();
    }

    /** Puts a result where the engine's steps do, and then fails with its message. */
    private static WorkflowRun failing(String name, String result) throws Exception {
        WorkflowJob job = GitHubFixture.job(
                JENKINS,
                name,
                "reportFailure(target: 'production', application: 'shop') { echo 'begun'; waitUntil(quiet: true) {"
                        + " currentBuild.description == 'go' }; error \"Service 'web' was not healthy after 60 s. Raise timeout.\" }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        JENKINS.waitForMessage("begun", run);
        ReleaseAction action = ReleaseAction.of(run);
        action.end(action.begin("Deploy to production", "production"), result);
        run.setDescription("go");
        return JENKINS.assertBuildStatus(Result.FAILURE, JENKINS.waitForCompletion(run));
    }

    @Test
    public void survivesTheRoundTripOfItsForm() throws Exception {
        ReportFailureStep step = new ReportFailureStep();
        step.setTarget("production");
        step.setAssignees(List.of("acme", "bob"));
        step.setCredentialsId("github-token");
        ReportFailureStep back = StepForm.submit(JENKINS, step);
        JENKINS.assertEqualDataBoundBeans(step, back);
        assertThat(StepForm.snippet(back)).startsWith("reportFailure(").contains("assignees: ['acme', 'bob']");
    }

    private StandInIssue only() {
        assertThat(github.issues()).hasSize(1);
        return github.issues().get(0);
    }

    private static WorkflowRun run(String name, String script, Result expected) throws Exception {
        return JENKINS.buildAndAssertStatus(expected, GitHubFixture.job(JENKINS, name, script));
    }
}
