package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.StandInIssue;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

public class GithubIssueStepTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String DECLARATIVE = """
            pipeline {
              agent none
              stages {
                stage('Build') { steps { echo 'built' } }
                stage('Test') { agent any; steps { sh 'echo 3 of 40 tests failed; exit %d' } }
              }
              post {
                failure { echo "issue ${githubIssue()}" }
                success { echo "closed ${githubIssue(resolved: true)}" }
              }
            }
            """;

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
    public void opensAnIssueThatSaysWhatTheFailedBuildKnows() throws Exception {
        WorkflowRun run = run("shop-a", DECLARATIVE.formatted(3), Result.FAILURE);
        StandInIssue issue = only();
        JENKINS.assertLogContains("/acme/shop/issues/1", run);
        JENKINS.assertLogContains("credential 'github-token'", run);
        assertThat(issue.title()).isEqualTo("Stage Test of shop-a failed: sh: script returned exit code 3");
        assertThat(issue.labels()).containsExactlyInAnyOrder("bug", "compose-release");
        assertThat(issue.body())
                .contains("failed in `Test`")
                .contains("3 of 40 tests failed")
                .contains("| `Build` | ok |")
                .contains("| `Test` | **failed** |")
                .contains("](" + JENKINS.getURL() + run.getUrl() + ")")
                .doesNotContain("Post Actions");
    }

    @Test
    public void commentsOnceABuildReopensAndCloses() throws Exception {
        run("shop-b", DECLARATIVE.formatted(3), Result.FAILURE);
        run("shop-b", DECLARATIVE.formatted(3).replace("3 of 40", "4 of 41"), Result.FAILURE);
        assertThat(only().comments()).singleElement().asString().startsWith("Failed again.");
        run("shop-b", DECLARATIVE.formatted(0), Result.SUCCESS);
        assertThat(only().open()).isFalse();
        assertThat(only().comments().get(1)).contains("works again");
        run("shop-b", DECLARATIVE.formatted(3), Result.FAILURE);
        assertThat(only().open()).isTrue();
        assertThat(only().comments()).hasSize(3);
    }

    @Test
    public void takesWhatItIsGiven() throws Exception {
        WorkflowRun run = run("shop-c", """
                def url = githubIssue(target: 'production', application: 'shop', stage: 'verify', service: 'web',
                    error: 'HTTP 500 from /health', log: 'line 1\\nline 2', labels: ['bug', 'prod'], assignees: ['acme'])
                echo "got $url"
                """, Result.SUCCESS);
        JENKINS.assertLogContains("got " + github.apiUrl().replace("/api/v3", "") + "/acme/shop/issues/1", run);
        assertThat(only().title())
                .isEqualTo("Release of shop to production failed in verify (web): HTTP 500 from /health");
        assertThat(only().labels()).containsExactlyInAnyOrder("bug", "prod", "compose-release");
        assertThat(only().assignees()).containsExactly("acme");
        assertThat(only().body()).contains("line 1\nline 2");
        run("shop-c", "githubIssue(target: 'production', application: 'shop', resolved: true)", Result.SUCCESS);
        assertThat(only().open()).isFalse();
    }

    @Test
    public void doesNotTakeWhatWasMadeGoodForTheFailure() throws Exception {
        run("shop-d", """
                try {
                  stage('Fetch') { int n = 0; retry(2) { if (n++ == 0) { error 'network' } } }
                  stage('Deploy') { error 'no disk' }
                } catch (e) { githubIssue(); throw e }
                """, Result.FAILURE);
        assertThat(only().title()).isEqualTo("Stage Deploy of shop-d failed: no disk");
    }

    @Test
    public void keepsTheResultWhenGitHubIsDown() throws Exception {
        github.fail(new GitHubStandIn.Fault("GET", GitHubStandIn.Fault.Kind.FORBIDDEN, 0));
        WorkflowRun run = run("shop-e", "githubIssue(error: 'boom'); echo 'and on'", Result.SUCCESS);
        JENKINS.assertLogContains("WARNING: Could not report the failure", run);
        JENKINS.assertLogContains("and on", run);
        assertThat(github.issues()).isEmpty();
    }

    @Test
    public void failsOnBadInput() throws Exception {
        JENKINS.assertLogContains(
                "'not a repository' is not a GitHub repository",
                run("shop-f", "githubIssue(error: 'x', repository: 'not a repository')", Result.FAILURE));
        JENKINS.assertLogContains(
                "Credential 'nowhere' (GitHub token) of githubIssue was not found in job 'shop-f'",
                run("shop-f", "githubIssue(error: 'x', credentialsId: 'nowhere')", Result.FAILURE));
        GitHubFixture.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "a-file",
                "",
                "f",
                com.cloudbees.plugins.credentials.SecretBytes.fromString("eA==")));
        JENKINS.assertLogContains(
                "Credential 'a-file' (GitHub token) is of type 'Secret file', expected one of: a secret text, a username"
                        + " with password.",
                run("shop-f", "githubIssue(error: 'x', credentialsId: 'a-file')", Result.FAILURE));
        ComposeReleaseConfiguration.get().setGitHub(null);
        JENKINS.assertLogContains(
                "githubIssue has no repository", run("shop-f", "githubIssue(error: 'x')", Result.FAILURE));
        assertThat(github.requests()).isZero();
    }

    @Test
    public void takesThePasswordOfAUserAndHidesItInTheIssue() throws Exception {
        GitHubFixture.add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "bot", "", "release-bot", GitHubFixture.TOKEN));
        run(
                "shop-g",
                "githubIssue(error: 'refused " + GitHubFixture.TOKEN
                        + "', credentialsId: 'bot', repository: 'acme/shop')",
                Result.SUCCESS);
        assertThat(only().title()).endsWith("refused ****");
    }

    @Test
    public void keepsTheAdministratorsSystemTokenForTheAdministratorsRepository() throws Exception {
        GitHubFixture.add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.SYSTEM, "system-bot", "", "bot", GitHubFixture.TOKEN));
        var settings = new io.jenkins.plugins.composerelease.config.GitHubSettings("acme/shop", "system-bot");
        settings.setApiUrl(github.apiUrl());
        ComposeReleaseConfiguration.get().setGitHub(settings);
        run("shop-h", "githubIssue(error: 'boom')", Result.SUCCESS);
        assertThat(github.issues()).hasSize(1);
        int before = github.requests();
        JENKINS.assertLogContains(
                "'system-bot'",
                run("shop-h", "githubIssue(error: 'x', apiUrl: '" + github.apiUrl() + "')", Result.FAILURE));
        run("shop-h", "githubIssue(error: 'x', repository: 'acme/other')", Result.FAILURE);
        run("shop-h", "githubIssue(error: 'x', credentialsId: 'system-bot')", Result.FAILURE);
        assertThat(github.requests()).isEqualTo(before);
    }

    @Test
    public void survivesTheRoundTripOfItsForm() throws Exception {
        GithubIssueStep step = new GithubIssueStep();
        step.setRepository("acme/shop");
        step.setCredentialsId("github-token");
        step.setApiUrl("https://github.example.com/api/v3");
        step.setTarget("production");
        step.setError("it's \"broken\"");
        step.setLog("a\nb");
        step.setLabels(List.of("bug", "prod"));
        step.setResolved(true);
        GithubIssueStep back = StepForm.submit(JENKINS, step);
        JENKINS.assertEqualDataBoundBeans(step, back);
        assertThat(back.getLabels()).containsExactly("bug", "prod");
        assertThat(StepForm.snippet(new GithubIssueStep())).isEqualTo("githubIssue()");
        GithubIssueStep closing = new GithubIssueStep();
        closing.setResolved(true);
        closing.setLabels(List.of("bug"));
        assertThat(StepForm.snippet(closing)).isEqualTo("githubIssue labels: ['bug'], resolved: true");
    }

    private StandInIssue only() {
        assertThat(github.issues()).hasSize(1);
        return github.issues().get(0);
    }

    private static WorkflowRun run(String name, String script, Result expected) throws Exception {
        WorkflowJob job = GitHubFixture.job(JENKINS, name, script);
        return JENKINS.buildAndAssertStatus(expected, job);
    }
}
