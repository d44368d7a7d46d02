package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.cli.config.GitHubConfig;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class IssueCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Tracker tracker = new Tracker();
    private Path workspace;

    @Before
    public void setUp() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                github: {repository: acme/shop, token: "env:TOKEN", labels: [bug, deploy], assignees: [alice]}
                """);
    }

    @Test
    public void opensOneIssueForAFailureAndThenComments() throws IOException {
        Files.writeString(workspace.resolve("log"), "first\ntoken is hunter22\n");
        CliRun run = report();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("https://example.com/1\n");
        assertThat(tracker.calls).containsExactly("open [bug, deploy] [alice]");
        assertThat(tracker.body).contains("db did not start", "main", "abcdef0", "token is ****");
        assertThat(tracker.body).doesNotContain("hunter22");
        report();
        assertThat(tracker.calls).containsExactly("open [bug, deploy] [alice]", "comment 1");
    }

    private CliRun report() {
        return cli().execute(
                        "issue", "--stage", "Test", "--error", "db did not start", "--log", "log", "--run", "shop #7");
    }

    @Test
    public void closesWhatIsOver() throws IOException {
        Files.writeString(workspace.resolve("log"), "");
        report();
        CliRun run = cli().execute("issue", "--stage", "Test", "--resolved");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("https://example.com/1\n");
        assertThat(tracker.calls).endsWith("close 1");
        CliRun again = cli().execute("issue", "--stage", "Test", "--resolved");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err()).contains("No open issue to close.");
    }

    @Test
    public void failsWhenNothingWasReported() throws IOException {
        Files.writeString(workspace.resolve("log"), "");
        tracker.broken = true;
        CliRun run = report();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("warning: ", "no access", "The failure was not reported");
        assertThat(run.out()).isEmpty();
    }

    @Test
    public void refusesIncompleteFailures() throws IOException {
        refused("Add --stage, --target or --result", "issue", "--error", "x");
        refused("mutually exclusive", "issue", "--target", "a", "--stage", "b", "--error", "x");
        refused("What happened is not said", "issue", "--stage", "Test");
        refused("could not be read", "issue", "--stage", "Test", "--error", "x", "--log", "none");
        refused("There is no", "issue", "--result", "none");
        Files.writeString(workspace.resolve("release.yaml"), "application: shop\n");
        refused("has no 'github'", "issue", "--stage", "Test", "--error", "x");
        assertThat(tracker.calls).isEmpty();
    }

    private void refused(String expected, String... args) {
        CliRun run = cli().execute(args);
        assertThat(run.err()).contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private CliRun cli() {
        return CliRun.in(workspace)
                .with(new Parts() {
                    @Override
                    IssueTracker issues(GitHubConfig config) {
                        assertThat(config.token().reveal()).isEqualTo("hunter22");
                        return tracker;
                    }
                })
                .withVariable("TOKEN", "hunter22")
                .withVariable("BRANCH_NAME", "main")
                .withVariable("GIT_COMMIT", "abcdef0123");
    }

    /** One issue at most, in memory. */
    private static final class Tracker implements IssueTracker {
        private final List<String> calls = new ArrayList<>();
        private Optional<Issue> issue = Optional.empty();
        private String body = "";
        private boolean broken;

        @Override
        public Optional<Issue> find(String marker) {
            if (broken) {
                throw new ReleaseException(ExitCode.FAILED, "no access", "");
            }
            return issue.filter(i -> body.contains(marker));
        }

        @Override
        public List<Issue> findOpen(String marker) {
            return find(marker).filter(Issue::open).stream().toList();
        }

        @Override
        public Issue open(String title, String text, List<String> labels, List<String> assignees) {
            calls.add("open " + labels + " " + assignees);
            body = text;
            return changed(true, title);
        }

        @Override
        public Issue comment(Issue i, String text) {
            calls.add("comment " + i.number());
            return i;
        }

        @Override
        public Issue reopen(Issue i) {
            calls.add("reopen " + i.number());
            return changed(true, i.title());
        }

        @Override
        public Issue close(Issue i) {
            calls.add("close " + i.number());
            return changed(false, i.title());
        }

        @Override
        public boolean hasComment(Issue i, String marker) {
            return false;
        }

        private Issue changed(boolean open, String title) {
            Issue changed = new Issue(1, "https://example.com/1", open, title);
            issue = Optional.of(changed);
            return changed;
        }
    }
}
