package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GitStateTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
    }

    @Test
    public void readsACheckoutOfABranch() {
        workspace.write("a", "1");
        String sha = workspace.commit("First commit\n\nBody");
        workspace.git("remote", "add", "origin", "https://ci:t0ken@git.example.com/acme/shop.git");

        assertThat(workspace.state())
                .isEqualTo(new GitState(
                        sha,
                        Optional.of("main"),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.of("https://git.example.com/acme/shop"),
                        "Ada",
                        "First commit",
                        Instant.parse("2026-03-04T03:06:07Z"),
                        List.of(),
                        List.of(),
                        false));
    }

    @Test
    public void takesWhatPublishingWritesForNoChange() {
        workspace.commit("one");
        for (String file : List.of("out/x.json", "out/x.json.lock.part", "out/x.json.d/y.part", "out/x.jsonl", "y")) {
            workspace.write(file, "1");
        }

        GitState state = workspace.state().without(List.of("out/x.json"));

        assertThat(state.changes()).containsExactly("out/x.json.d/y.part", "out/x.jsonl", "y");
        assertThat(state.sha()).isEqualTo(workspace.state().sha());
    }

    @Test
    public void takesADetachedHeadsBranchFromTheBuild() {
        workspace.commit("one");
        workspace.git("checkout", "--quiet", "--detach");

        assertThat(workspace.state().branch()).isEmpty();
        assertThat(workspace.state("BRANCH_NAME", "feature/x").branch()).contains("feature/x");
        assertThat(workspace.state("GIT_BRANCH", "origin/main").branch()).contains("main");
        assertThat(workspace.state("GIT_BRANCH", "refs/heads/main").branch()).contains("main");
        assertThat(workspace.state("GIT_BRANCH", "detached").branch()).isEmpty();
        assertThat(workspace.state("BRANCH_NAME", " ").branch()).isEmpty();
    }

    /** Jenkins may check a branch out under a name of its own. */
    @Test
    public void believesTheBuildBeforeTheCheckout() {
        workspace.commit("one");
        workspace.git("checkout", "--quiet", "-b", "jenkins-local");

        assertThat(workspace.state("BRANCH_NAME", "main").branch()).contains("main");
        assertThat(workspace.state().branch()).contains("jenkins-local");
    }

    @Test
    public void takesATagBuildForNoBranch() {
        workspace.commit("one");
        workspace.git("tag", "v1.2.3");
        workspace.git("checkout", "--quiet", "--detach");

        GitState state = workspace.state("TAG_NAME", "v1.2.3", "BRANCH_NAME", "v1.2.3", "GIT_BRANCH", "v1.2.3");

        assertThat(state.branch()).isEmpty();
        assertThat(state.tag()).contains("v1.2.3");
    }

    @Test
    public void choosesTheHighestVersionAmongTheTagsOfTheCommit() {
        workspace.commit("zero");
        workspace.git("tag", "v9.0.0");
        workspace.commit("one");
        for (String tag : List.of("nightly", "v1.9.0", "v1.10.0", "v1.10.0-rc.1")) {
            workspace.git("tag", tag);
        }

        GitState state = workspace.state();

        assertThat(state.tag()).contains("v1.10.0");
        assertThat(state.tags()).containsExactlyInAnyOrder("nightly", "v1.9.0", "v1.10.0", "v1.10.0-rc.1");
        assertThat(state.allTags()).contains("v9.0.0").hasSize(5);
    }

    @Test
    public void readsThePullRequest() {
        workspace.commit("one");

        assertThat(workspace.state("CHANGE_ID", "12").pullRequest()).contains(12);
        assertThat(workspace.state("CHANGE_ID", "x; rm").pullRequest()).isEmpty();
    }

    @Test
    public void takesAPullRequestForNoBranchOfThisRepository() {
        workspace.commit("one");

        GitState state = workspace.state("CHANGE_ID", "12", "BRANCH_NAME", "PR-12", "CHANGE_BRANCH", "main");

        assertThat(state.branch()).contains("PR-12");
    }

    @Test
    public void listsWhatDiffersFromTheCommit() {
        workspace.write(".gitignore", "*.log\n");
        workspace.write("web/app.py", "1");
        workspace.write("web/old name.py", "a long enough text to be found again");
        workspace.write("db/x.sql", "1");
        workspace.commit("one");
        workspace.write("web/app.py", "2");
        workspace.write("web/ü\nnew", "1");
        workspace.write("web/debug.log", "1");
        workspace.write("fresh/a", "1");
        workspace.git("rm", "--quiet", "db/x.sql");
        workspace.git("mv", "web/old name.py", "web/new name.py");

        assertThat(workspace.state().changes())
                .containsExactlyInAnyOrder(
                        "web/app.py", "web/ü\nnew", "fresh/a", "db/x.sql", "web/new name.py", "web/old name.py");
        assertThat(workspace.state().isDirty()).isTrue();
        assertThat(workspace.state(workspace.directory().resolve("web")).changes())
                .containsExactlyInAnyOrder("app.py", "ü\nnew", "new name.py", "old name.py");
        assertThat(workspace.state(workspace.directory().resolve("fresh")).changes())
                .containsExactly("a");
        assertThat(workspace.state().ignored()).containsExactly("web/debug.log");
    }

    @Test
    public void listsIgnoredDirectoriesAsAWhole() {
        workspace.write(".gitignore", "node_modules/\n*.log\n");
        workspace.commit("one");
        workspace.write("web/node_modules/a/index.js", "1");
        workspace.write("web/logs/a.log", "1");

        assertThat(workspace.state().ignored()).containsExactlyInAnyOrder("web/node_modules/", "web/logs/a.log");
        assertThat(workspace.state(workspace.directory().resolve("web")).ignored())
                .containsExactlyInAnyOrder("node_modules/", "logs/a.log");
        assertThat(workspace.state().isDirty()).isFalse();
    }

    @Test
    public void listsTheEnvFilesThatGitTracks() {
        workspace.write(".gitignore", "ignored/\n");
        for (String path :
                List.of(".env", "deploy/.ENV.prod", "deploy/prod.env", "web/.env.example", "envelope", "a.py")) {
            workspace.write(path, "A=1\n");
        }
        workspace.commit("one");
        workspace.write("web/.env", "A=1\n");
        workspace.write("ignored/.env", "A=1\n");

        assertThat(workspace.state().envFiles())
                .containsExactlyInAnyOrder(".env", "deploy/.ENV.prod", "deploy/prod.env");
        assertThat(workspace.state(workspace.directory().resolve("deploy")).envFiles())
                .containsExactlyInAnyOrder(".ENV.prod", "prod.env");
    }

    @Test
    public void knowsAShallowClone() throws IOException {
        workspace.commit("one");
        workspace.git("tag", "v1.0.0");
        workspace.commit("two");
        Path clone = folder.getRoot().toPath().resolve("clone");
        workspace.git("clone", "--quiet", "--depth=1", "file://" + workspace.directory(), clone.toString());

        assertThat(workspace.state(clone).shallow()).isTrue();
        assertThat(workspace.state(clone).allTags()).isEmpty();
        assertThat(workspace.state().shallow()).isFalse();
    }

    @Test
    public void findsNothingWhereThereIsNothingToAsk() throws IOException {
        Path other = folder.newFolder("other").toPath();

        assertThat(workspace.found(other)).isEmpty();
        assertThat(workspace.found(workspace.directory())).as("no commit yet").isEmpty();
        workspace.commit("one");
        assertThat(workspace.found(workspace.directory())).contains(workspace.state());
    }

    @Test
    public void takesWhatSomebodySaysForWhatGitSays() {
        workspace.commit("one");
        GitState state = workspace.state();

        assertThat(state.with(Optional.of("x"), Optional.of("v1.0.0"), Optional.of(7)))
                .returns(Optional.of("x"), GitState::branch)
                .returns(Optional.of("v1.0.0"), GitState::tag)
                .returns(Optional.of(7), GitState::pullRequest)
                .returns(state.sha(), GitState::sha);
        assertThat(state.with(Optional.empty(), Optional.empty(), Optional.empty()))
                .isEqualTo(state);
    }

    @Test
    public void saysThatItIsNoRepository() throws IOException {
        Path other = folder.newFolder("other").toPath();

        assertThatThrownBy(() -> workspace.state(other))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Git could not tell what '" + other + "' is built from: it is no Git repository."
                        + " Publish from a checkout, as the commit names the image.");
    }

    @Test
    public void saysThatThereIsNoCommit() {
        assertThatThrownBy(() -> workspace.state()).hasMessageContaining("it has no commit yet");
    }

    @Test
    public void saysHowToTrustAnotherUsersRepository() {
        workspace.commit("one");
        Map<String, String> environment = new HashMap<>(GitWorkspace.ISOLATED);
        environment.put("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");

        assertThatThrownBy(() -> GitState.read(
                        new LocalRunner(environment),
                        workspace.directory(),
                        Map.of(),
                        Deadline.in(Duration.ofSeconds(30))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("belongs to another user")
                .hasMessageContaining("git config --global --add safe.directory '" + workspace.directory() + "'");
    }
}
