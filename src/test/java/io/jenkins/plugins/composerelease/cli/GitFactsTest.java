package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What {@code tags} shows is what {@code publish} gives: both take the commit that is checked out. */
public class GitFactsTest {
    private static final String OTHER = "0123456789abcdef0123456789abcdef01234567";
    private static final Map<String, String> ISOLATED = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.com",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.com");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path workspace;
    private String head;

    @Before
    public void create() throws IOException {
        workspace = folder.getRoot().toPath();
        Files.writeString(
                workspace.resolve("release.yaml"),
                "application: shop\ndefaultBranch: trunk\ntags: [sha, branch, semver]\n");
        git("init", "--quiet", "--initial-branch=trunk");
        git("add", ".");
        git("commit", "--quiet", "--message", "one");
        head = git("rev-parse", "HEAD");
    }

    @Test
    public void believesWhatIsCheckedOutBeforeTheBuildsVariables() {
        assertThat(tags()).containsExactly(head, "trunk");
    }

    @Test
    public void takesTheTagOfTheCommitThatIsCheckedOut() {
        git("tag", "v1.2.3");

        assertThat(tags()).containsExactly(head, "1.2.3", "1.2", "1", "trunk");
        assertThat(tags("--sha", head.substring(0, 9))).containsExactly(head, "1.2.3", "1.2", "1", "trunk");
    }

    @Test
    public void knowsTheRepositorysTagsForAnotherCommitToo() {
        git("tag", "v1.9.0");

        assertThat(tags("--sha", OTHER)).containsExactly(OTHER, "trunk");
        assertThat(tags("--sha", OTHER, "--version", "1.2.3")).containsExactly(OTHER, "1.2.3", "1.2", "trunk");
    }

    private List<String> tags(String... options) {
        CliRun run = CliRun.in(workspace).withVariable("GIT_COMMIT", OTHER.replace('0', 'f'));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "tags";
        System.arraycopy(options, 0, arguments, 1, options.length);
        run.execute(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().lines().toList();
    }

    private String git(String... arguments) {
        return new LocalRunner(ISOLATED)
                .require(
                        Command.of("use Git", "git")
                                .withArguments(List.of(arguments))
                                .withDirectory(workspace.toString()),
                        Deadline.in(Duration.ofSeconds(30)))
                .output()
                .strip();
    }
}
