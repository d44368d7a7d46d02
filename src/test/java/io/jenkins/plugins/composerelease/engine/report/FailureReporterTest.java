package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.adapter.github.GitHubIssues;
import io.jenkins.plugins.composerelease.adapter.github.GitHubSettings;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn.Fault;
import io.jenkins.plugins.composerelease.cli.demo.StandInIssue;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.Issue;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

public class FailureReporterTest {
    private static final String TOKEN = "ghp_0123456789abcdef";
    private static final Scope PRODUCTION = Scope.target("shop", "production");
    private final GitHubStandIn github = GitHubStandIn.start("acme/shop", TOKEN);
    private final Warnings log = new Warnings();
    private final FailureReporter reporter = reporter(List.of());

    @After
    public void stop() {
        github.close();
    }

    @Test
    public void opensOneIssueForANewFailure() {
        Optional<Issue> issue = reporter.report(failure(1, "verify", "boom"));
        assertThat(issue)
                .hasValueSatisfying(opened -> assertThat(opened.number()).isEqualTo(1));
        assertThat(only().title()).isEqualTo("Release of shop to production failed in verify: boom");
        assertThat(only().labels()).containsExactlyInAnyOrder("bug", "compose-release");
        assertThat(log.warnings).isEmpty();
    }

    @Test
    public void commentsOnceARunWhenTheFailureComesBack() {
        reporter.report(failure(1, "verify", "boom after 60 s"));
        reporter.report(failure(2, "verify", "boom after 61 s"));
        reporter.report(failure(2, "verify", "boom after 62 s"));
        reporter.report(failure(3, "verify", "boom after 63 s"));
        assertThat(only().comments()).hasSize(2);
        assertThat(only().comments().get(0)).startsWith("Failed again.").contains("shop \\#\u200b2");
    }

    @Test
    public void doesNotCommentOnTheIssueThatTheSameRunOpened() {
        reporter.report(failure(1, "verify", "boom"));
        reporter.report(failure(1, "verify", "boom"));
        assertThat(only().comments()).isEmpty();
    }

    @Test
    public void opensAnotherIssueForAnotherFailure() {
        reporter.report(failure(1, "verify", "boom"));
        reporter.report(failure(1, "migrate", "boom"));
        reporter.report(failure(2, "verify", "bang"));
        assertThat(github.issues()).hasSize(3);
    }

    @Test
    public void closesTheScopesIssuesWhenItWorksAgainAndReopensThemWhenItDoesNot() {
        reporter.report(failure(1, "verify", "boom"));
        reporter.report(failure(2, "migrate", "bang"));
        assertThat(reporter.resolve(Scope.target("shop", "staging"), run(3), "r3"))
                .isEmpty();
        assertThat(reporter.resolve(PRODUCTION, run(3), "20261101T120000Z-1a2b3c4"))
                .hasSize(2);
        assertThat(github.issues()).allSatisfy(issue -> {
            assertThat(issue.open()).isFalse();
            assertThat(issue.comments())
                    .singleElement()
                    .asString()
                    .contains("works again: release `20261101T120000Z-1a2b3c4`");
        });
        Optional<Issue> again = reporter.report(failure(4, "verify", "boom"));
        assertThat(again).hasValueSatisfying(issue -> assertThat(issue.number()).isEqualTo(1));
        assertThat(github.issues().get(0).open()).isTrue();
        assertThat(github.issues().get(0).comments()).hasSize(2);
        assertThat(github.issues().get(1).open()).isFalse();
        assertThat(github.issues()).hasSize(2);
    }

    @Test
    public void endsWithExactlyOneIssueWhenTheAnswerToItsCreationIsLost() {
        int run = 0;
        for (Fault.Kind kind : List.of(
                Fault.Kind.ERROR_AFTERWARDS,
                Fault.Kind.DROP_AFTERWARDS,
                Fault.Kind.SILENCE_AFTERWARDS,
                Fault.Kind.ERROR_INSTEAD)) {
            github.fail(new Fault("POST", kind, 30));
            int before = github.issues().size();
            Optional<Issue> issue = reporter.report(failure(++run, "verify", "lost: " + kind));
            assertThat(issue).as(kind.name()).isPresent();
            assertThat(github.issues()).as(kind.name()).hasSize(before + 1);
            assertThat(github.issues().get(before).comments()).as(kind.name()).isEmpty();
        }
        assertThat(log.warnings).isEmpty();
    }

    @Test
    public void endsWithExactlyOneCommentAndAnOpenIssueWhenAnswersAreLost() {
        reporter.report(failure(1, "verify", "boom"));
        reporter.resolve(PRODUCTION, run(2), "r2");
        github.fail(new Fault("PATCH", Fault.Kind.DROP_AFTERWARDS, 0));
        github.fail(new Fault("POST", Fault.Kind.ERROR_AFTERWARDS, 0));
        reporter.report(failure(3, "verify", "boom"));
        assertThat(only().open()).isTrue();
        assertThat(only().comments()).hasSize(2);
        github.fail(new Fault("POST", Fault.Kind.DROP_AFTERWARDS, 0));
        github.fail(new Fault("PATCH", Fault.Kind.ERROR_INSTEAD, 0));
        assertThat(reporter.resolve(PRODUCTION, run(4), "r4")).hasSize(1);
        assertThat(only().open()).isFalse();
        assertThat(only().comments()).hasSize(3);
        assertThat(log.warnings).isEmpty();
    }

    @Test
    public void warnsInsteadOfFailing() {
        github.allow(false, true);
        assertThat(reporter.report(failure(1, "verify", "boom"))).isEmpty();
        assertThat(reporter.resolve(PRODUCTION, run(1), "r1")).isEmpty();
        assertThat(log.warnings).hasSize(2).allSatisfy(warning -> assertThat(warning)
                .contains("issues are disabled there (410"));
    }

    @Test
    public void givesUpWhenGitHubStaysAway() {
        github.close();
        assertThat(reporter.report(failure(1, "verify", "boom"))).isEmpty();
        assertThat(log.warnings)
                .singleElement()
                .asString()
                .startsWith("Could not report the failure: Could not look for an issue");
    }

    @Test
    public void opensTheIssueWithoutAnAssigneeThatGitHubDoesNotKnow() {
        assertThat(reporter(List.of("nobody")).report(failure(1, "verify", "boom")))
                .isPresent();
        assertThat(only().assignees()).isEmpty();
        assertThat(log.warnings).singleElement().asString().contains("could not be assigned to [nobody]");
    }

    @Test
    public void publishesNoSecret() {
        reporter.report(failure(1, "verify", "login with s3cr3t-token failed"));
        reporter.report(failure(2, "verify", "login with s3cr3t-token failed"));
        assertThat(only().toString()).contains("login with **** failed").doesNotContain("s3cr3t");
    }

    private StandInIssue only() {
        assertThat(github.issues()).hasSize(1);
        return github.issues().get(0);
    }

    private FailureReporter reporter(List<String> assignees) {
        GitHubSettings settings = new GitHubSettings(
                github.apiUrl(), "acme/shop", Secret.of(TOKEN), Duration.ofSeconds(2), Duration.ofSeconds(5));
        return new FailureReporter(
                new GitHubIssues(settings),
                Masker.of(List.of(Secret.of("s3cr3t-token")))::mask,
                log,
                new FailureReporter.Options(List.of("bug"), assignees, Duration.ofSeconds(4), Duration.ofMillis(100)));
    }

    private static Run run(int number) {
        return new Run(
                "shop #" + number,
                Optional.of("https://ci.example/job/shop/" + number + "/"),
                Optional.of("main"),
                Optional.of("1a2b3c4"));
    }

    private static Failure failure(int run, String phase, String error) {
        return new Failure(
                PRODUCTION,
                phase,
                Optional.empty(),
                error,
                "",
                Optional.empty(),
                List.of("a line"),
                run(run),
                List.of());
    }

    private static final class Warnings implements ReleaseLog {
        private final List<String> warnings = new ArrayList<>();

        @Override
        public void progress(String message) {}

        @Override
        public void warn(String message) {
            warnings.add(message);
        }

        @Override
        public void output(String source, String line) {}

        @Override
        public void phaseStarted(Phase phase, String detail) {}

        @Override
        public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {}
    }
}
