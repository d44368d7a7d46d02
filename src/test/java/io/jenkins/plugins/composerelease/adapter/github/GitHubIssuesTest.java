package io.jenkins.plugins.composerelease.adapter.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn;
import io.jenkins.plugins.composerelease.cli.demo.GitHubStandIn.Fault;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.Issue;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Test;

public class GitHubIssuesTest {
    private static final String TOKEN = "ghp_0123456789abcdef";
    private static final String MARKER = "<!-- compose-release:signature:00000000000000000000000000000000 -->";
    private final GitHubStandIn github = GitHubStandIn.start("acme/shop", TOKEN);
    private final GitHubIssues issues = tracker("acme/shop", TOKEN);

    @After
    public void stop() {
        github.close();
    }

    @Test
    public void opensCommentsClosesAndReopens() {
        Issue opened = issues.open("It failed", "body " + MARKER, List.of("bug"), List.of("acme"));
        assertThat(opened).isEqualTo(new Issue(1, opened.url(), true, "It failed"));
        assertThat(opened.url()).endsWith("/acme/shop/issues/1");
        assertThat(issues.find(MARKER)).contains(opened);
        issues.comment(opened, "again");
        assertThat(issues.close(opened).open()).isFalse();
        assertThat(issues.findOpen(MARKER)).isEmpty();
        assertThat(issues.find(MARKER))
                .hasValueSatisfying(issue -> assertThat(issue.open()).isFalse());
        assertThat(issues.reopen(opened).open()).isTrue();
        assertThat(github.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.labels()).containsExactly("compose-release", "bug");
            assertThat(issue.assignees()).containsExactly("acme");
            assertThat(issue.comments()).containsExactly("again");
            assertThat(issue.open()).isTrue();
        });
    }

    @Test
    public void findsTheNewestIssueWithTheMarkerOverAllPages() {
        issues.open("first", MARKER, List.of(), List.of());
        Issue second = issues.open("second", MARKER, List.of(), List.of());
        for (int i = 0; i < 105; i++) {
            issues.open("other " + i, "", List.of(), List.of());
        }
        assertThat(issues.find(MARKER)).contains(second);
        assertThat(issues.findOpen(MARKER)).extracting(Issue::title).containsExactly("second", "first");
        assertThat(issues.find("<!-- another -->")).isEmpty();
    }

    @Test
    public void findsAMarkerInBodyAndComments() {
        Issue issue = issues.open("title", "in the body", List.of(), List.of());
        for (int i = 0; i < 105; i++) {
            issues.comment(issue, "comment " + i);
        }
        assertThat(issues.hasComment(issue, "the body")).isTrue();
        assertThat(issues.hasComment(issue, "comment 104")).isTrue();
        assertThat(issues.hasComment(issue, "comment 105")).isFalse();
    }

    @Test
    public void saysWhatToDoAboutARefusedToken() {
        assertThatThrownBy(() -> tracker("acme/shop", "wrong").find(MARKER))
                .isInstanceOf(ReleaseException.class)
                .hasMessage("Could not look for an issue in GitHub repository 'acme/shop': the token was not accepted"
                        + " (401, 'Bad credentials'). Give a token that is valid and has not expired.");
    }

    @Test
    public void saysWhatToDoAboutAMissingPermission() {
        github.fail(new Fault("POST", Fault.Kind.FORBIDDEN, 0));
        assertThatThrownBy(() -> issues.open("title", "", List.of(), List.of()))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining(
                        "the token may not do that (403, 'Resource not accessible by personal access token')")
                .hasMessageContaining("read and write permission");
    }

    @Test
    public void saysWhatToDoAboutAnUnknownRepository() {
        assertThatThrownBy(() -> tracker("acme/unknown", TOKEN).find(MARKER))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("'acme/unknown': there is no such repository or issue for this token (404)");
    }

    @Test
    public void saysWhatToDoAboutDisabledIssues() {
        github.allow(false, true);
        assertThatThrownBy(() -> issues.find(MARKER))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("issues are disabled there (410")
                .hasMessageContaining("Enable them");
    }

    @Test
    public void saysWhichInputWasRefused() {
        assertThatThrownBy(() -> issues.open(" ", "", List.of(), List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("GitHub refused it (422, 'Validation Failed: title missing_field')");
        assertThatThrownBy(() -> issues.open("title", "x".repeat(65_537), List.of(), List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("body is too long (maximum is 65536 characters)");
        assertThatThrownBy(() -> issues.open("title", "", List.of(), List.of("nobody")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("assignees invalid");
    }

    @Test
    public void saysWhenItsLabelWasDropped() {
        github.allow(true, false);
        assertThatThrownBy(() -> issues.open("title", "", List.of("bug"), List.of()))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining(
                        "/acme/shop/issues/1 was opened, but GitHub did not set its label 'compose-release'");
    }

    @Test
    public void waitsForAShortLimitAndThenGoesOn() {
        github.fail(new Fault("POST", Fault.Kind.SECONDARY_LIMIT, 1));
        github.fail(new Fault("POST", Fault.Kind.RATE_LIMIT, 1));
        assertThat(issues.open("title", "", List.of(), List.of()).number()).isEqualTo(1);
        assertThat(github.issues()).hasSize(1);
    }

    @Test
    public void doesNotWaitForALongLimit() {
        for (Fault.Kind kind : List.of(Fault.Kind.SECONDARY_LIMIT, Fault.Kind.RATE_LIMIT)) {
            github.fail(new Fault("POST", kind, 3000));
            assertThatThrownBy(() -> issues.open("title", "", List.of(), List.of()))
                    .isInstanceOf(ReleaseException.class)
                    .isNotInstanceOf(UnavailableException.class)
                    .hasMessageContaining("rate limit, free again in ")
                    .hasMessageContaining("Wait for that long");
        }
    }

    @Test
    public void neverRepeatsARequestWhoseOutcomeIsUnknown() {
        for (Fault.Kind kind :
                List.of(Fault.Kind.ERROR_AFTERWARDS, Fault.Kind.DROP_AFTERWARDS, Fault.Kind.SILENCE_AFTERWARDS)) {
            github.fail(new Fault("POST", kind, 30));
            int before = github.issues().size();
            assertThatThrownBy(() -> issues.open("title", "", List.of(), List.of()))
                    .as(kind.name())
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("Check that " + github.apiUrl() + " can be reached");
            assertThat(github.issues()).as(kind.name()).hasSize(before + 1);
        }
    }

    @Test(timeout = 60_000)
    public void givesUpOnAnAnswerThatBeginsAndDoesNotEnd() throws IOException {
        HttpServer stalling = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        stalling.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        stalling.start();
        try {
            String address = "http://127.0.0.1:" + stalling.getAddress().getPort();
            GitHubIssues stalled = new GitHubIssues(new GitHubSettings(
                    address, "acme/shop", Secret.of(TOKEN), Duration.ofMillis(300), Duration.ofSeconds(10)));
            assertThatThrownBy(() -> stalled.find(MARKER))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no complete answer within 300 ms");
        } finally {
            stalling.stop(0);
        }
    }

    @Test
    public void saysWhenNobodyListens() {
        String address = github.apiUrl();
        github.close();
        assertThatThrownBy(() -> issues.find(MARKER))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("Check that " + address);
    }

    @Test
    public void refusesSettingsThatCannotBeRight() {
        for (String name : List.of("shop", "acme/shop/x", "acme/..", "-a/b", "acme/sh op", "acme/shop\n")) {
            assertThatThrownBy(() -> GitHubSettings.of(GitHubSettings.DEFAULT_API, name, Secret.of(TOKEN)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is not a GitHub repository");
        }
        for (String url : List.of("api.github.com", "ftp://x", "https://user@x", "not a url")) {
            assertThatThrownBy(() -> GitHubSettings.of(url, "acme/shop", Secret.of(TOKEN)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is not the address of a GitHub API");
        }
        assertThatThrownBy(() -> GitHubSettings.of(GitHubSettings.DEFAULT_API, "acme/shop", Secret.of("two words")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("two words");
        assertThat(GitHubSettings.of(GitHubSettings.DEFAULT_API, "acme/shop", Secret.of(TOKEN + "\n"))
                        .token())
                .isEqualTo(Secret.of(TOKEN));
    }

    private GitHubIssues tracker(String repository, String token) {
        return new GitHubIssues(new GitHubSettings(
                github.apiUrl(), repository, Secret.of(token), Duration.ofSeconds(2), Duration.ofSeconds(10)));
    }
}
