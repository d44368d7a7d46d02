package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SourceCheckTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder("shop").toPath());
        workspace.write(".dockerignore", ".git\n");
        workspace.write("Dockerfile", "FROM scratch\nCOPY . /app\n");
    }

    @Test
    public void refusesTrackedEnvFilesWithSecretsAndNamesNoValue() {
        workspace.write("deploy/.env.prod", "TAG=1\nDB_PASSWORD=s3cr3t\nexport API_TOKEN=\"t0k3n\"\n");
        workspace.write("deploy/.env.example", "DB_PASSWORD=s3cr3t\n");
        workspace.write("deploy/empty.env", "DB_PASSWORD=\n");
        workspace.commit("one");

        assertThatThrownBy(this::check)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Git tracks what looks like secrets, in 'deploy/.env.prod' (line 2: DB_PASSWORD,"
                        + " line 3: API_TOKEN).")
                .hasMessageContaining("git rm --cached 'deploy/.env.prod'")
                .hasMessageNotContaining("s3cr3t")
                .hasMessageNotContaining("t0k3n")
                .hasMessageNotContaining("empty.env");
    }

    @Test
    public void letsPassWhatIsKnownToBeHarmless() {
        workspace.write(".env", "DB_PASSWORD=for-tests-only\n");
        workspace.commit("one");

        assertThatThrownBy(this::check).hasMessageContaining("'.env' (line 1: DB_PASSWORD)");
        assertThatCode(() -> check(List.of("./.env"), image(BuildRecipe.in("."))))
                .doesNotThrowAnyException();
    }

    @Test
    public void ignoresEnvFilesThatGitDoesNotTrackAndNoImageGets() {
        workspace.write(".gitignore", ".env\n");
        workspace.write(".dockerignore", ".git\n**/.env\n");
        workspace.commit("one");
        workspace.write(".env", "DB_PASSWORD=s3cr3t\n");
        workspace.write("web/.env", "DB_PASSWORD=s3cr3t\n");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    public void refusesAContextThatLetsEnvFilesInAndSaysWhichLineToAdd() {
        workspace.write(".gitignore", "*.local\n");
        workspace.commit("one");
        workspace.write("web/.env.local", "A=1\n");

        assertThatThrownBy(this::check)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Image 'shop/web' was not published: line 2 of 'Dockerfile' (COPY . /app) would put"
                        + " 'web/.env.local' into it. Add to the end of '.dockerignore' the line 'web/.env.local'; or"
                        + " name what is harmless in 'harmlessFiles'.");
        workspace.write(".dockerignore", ".git\nweb/.env.local\n");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    public void letsATrackedEnvFileWithoutSecretsIntoAnImage() throws IOException {
        workspace.write(".env.production", "VITE_API_URL=/api\n");
        workspace.write("web/.env", "DATABASE_URL=postgres://app:!ChangeMe!@db/app\n");
        workspace.commit("one");

        assertThatCode(this::check).doesNotThrowAnyException();
        workspace.write(".env.production.local", "A=1\n");
        assertThatThrownBy(this::check).hasMessageContaining("would put '.env.production.local' into it");
    }

    @Test
    public void letsNoTrackedLinkToOtherVariablesIntoAnImage() throws IOException {
        Files.createSymbolicLink(workspace.directory().resolve(".env"), Path.of("../shared"));
        workspace.commit("one");

        assertThatThrownBy(this::check).hasMessageContaining("would put '.env' into it");
    }

    @Test
    public void refusesGitsOwnDirectory() {
        workspace.write(".dockerignore", "*.md\n");
        workspace.commit("one");

        assertThatThrownBy(this::check)
                .hasMessageContaining("would put '.git' into it")
                .hasMessageContaining("Add to the end of '.dockerignore' the line '.git'");
        assertThatCode(() -> check(List.of(".git"), image(BuildRecipe.in(".")))).doesNotThrowAnyException();
    }

    @Test
    public void looksAtWhatOfGitsDirectoryIsLetIn() {
        workspace.commit("one");

        // lines joined by ';' | refused
        for (String line : List.of(
                ".git|no",
                ".git/|no",
                ".git/**|no",
                ".git/*|no",
                "**/.git/**|no",
                ".*|no",
                ".git;!.git/HEAD|no",
                ".git;!.git/config|yes",
                ".git/config|yes",
                ".git/objects|yes",
                ".gitignore|yes")) {
            String[] parts = line.split("\\|");
            workspace.write(".dockerignore", parts[0].replace(';', '\n'));
            assertThat(catchThrowable(this::check) != null).as(line).isEqualTo(parts[1].equals("yes"));
        }
    }

    @Test
    public void saysToCreateTheIgnoreFileOfTheContext() {
        workspace.write("web/Dockerfile", "FROM scratch\nCOPY src .env* /app/\n");
        workspace.commit("one");
        workspace.write("web/.env", "A=1\n");
        workspace.write("web/src/.env", "A=1\n");
        workspace.write("web/other/.env", "A=1\n");

        assertThatThrownBy(() -> check(List.of(), image(BuildRecipe.in("web"))))
                .hasMessageContaining("line 2 of 'web/Dockerfile'")
                .hasMessageContaining("'web/.env'")
                .hasMessageContaining("'web/src/.env'")
                .hasMessageNotContaining("other")
                .hasMessageContaining("Create 'web/.dockerignore' with the line '**/.env'");
    }

    @Test
    public void namesTheDockerfilesOwnIgnoreFile() {
        workspace.write("Dockerfile.dockerignore", ".git\n!.env\n");
        workspace.write(".dockerignore", "**/.env\n.git\n");
        workspace.commit("one");
        workspace.write(".env", "A=1\n");

        assertThatThrownBy(this::check)
                .hasMessageContaining("Add to the end of 'Dockerfile.dockerignore' the line '.env'");
    }

    @Test
    public void saysToTakeOutWhatIsCopiedByName() {
        workspace.write("Dockerfile", "FROM scratch\nCOPY app.py .env /app/\n");
        workspace.commit("one");
        workspace.write(".env", "A=1\n");

        assertThatThrownBy(this::check)
                .hasMessageContaining("Take it out of the Dockerfile, and add to the end of '.dockerignore'");
    }

    @Test
    public void looksAtNoStageThatTheImageIsNotMadeOf() {
        workspace.write("Dockerfile", "FROM scratch AS dev\nCOPY . /app\nFROM scratch AS prod\nCOPY app.py /app\n");
        workspace.commit("one");
        workspace.write(".env", "A=1\n");

        assertThatCode(this::check).doesNotThrowAnyException();
        workspace.write("Dockerfile", "FROM scratch AS dev\nCOPY . /app\nFROM dev AS prod\nCOPY app.py /app\n");
        assertThatThrownBy(this::check).hasMessageContaining("line 2 of 'Dockerfile'");
    }

    @Test
    public void looksAtAdditionalContexts() {
        workspace.write("web/Dockerfile", "FROM scratch\nCOPY --from=shared . /app\nCOPY --from=build . /x\n");
        workspace.write("shared/lib.py", "1");
        workspace.commit("one");
        workspace.write("shared/.env", "A=1\n");
        workspace.write("web/.env", "A=1\n");
        BuildRecipe recipe = new BuildRecipe(
                "web",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of("shared", "shared"),
                BuildOptions.NONE,
                Optional.empty());

        assertThatThrownBy(() -> check(List.of(), image(recipe)))
                .hasMessageContaining("would put 'shared/.env' into it")
                .hasMessageContaining("Create 'shared/.dockerignore' with the line '.env'");
    }

    @Test
    public void takesADirectoryCalledEnvAndAnExampleForNone() {
        workspace.write("web/.env/bin/python", "1");
        workspace.write("web/.env.sample", "1");
        workspace.commit("one");

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    public void takesTheGitFileOfASubmoduleForNone() throws IOException {
        GitWorkspace shared = new GitWorkspace(folder.newFolder("shared").toPath());
        shared.write("lib.py", "1");
        shared.commit("one");
        workspace.git(
                "-c",
                "protocol.file.allow=always",
                "submodule",
                "--quiet",
                "add",
                shared.directory().toString(),
                "lib");
        workspace.commit("one");

        assertThat(workspace.directory().resolve("lib/.git")).isRegularFile();
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    public void tellsThatNoCommitSaysWhatIsInIgnoredFiles() {
        workspace.write(".gitignore", "dist\nnotes\n");
        workspace.write(".dockerignore", ".git\nnotes\n");
        workspace.commit("one");
        workspace.git("tag", "v1.0.0");
        workspace.write("dist/app.js", "1");
        workspace.write("notes/a", "1");

        assertThat(warnings(request(List.of(), image(BuildRecipe.in(".")))))
                .singleElement()
                .asString()
                .contains("image 'shop/web' gets files that Git ignores ('dist/')");
    }

    @Test
    public void tellsThatACloneDoesNotKnowWhichVersionIsTheNewest() throws IOException {
        workspace.commit("one");
        workspace.git("tag", "v1.0.0");
        workspace.commit("two");
        workspace.git("tag", "v2.0.0");
        Path clone = folder.getRoot().toPath().resolve("clone");
        workspace.git("clone", "--quiet", "--depth=1", "file://" + workspace.directory(), clone.toString());
        ImageSpec image = image(BuildRecipe.in("."));
        PublishRequest shallow = request(clone, workspace.state(clone), List.of(), "semver", image);

        assertThat(warnings(shallow)).singleElement().asString().contains("this clone is shallow");
        assertThat(warnings(request(clone, workspace.state(clone), List.of(), "sha", image)))
                .isEmpty();
        assertThat(warnings(request(workspace.directory(), workspace.state(), List.of(), "semver", image)))
                .isEmpty();
    }

    private void check() {
        check(List.of(), image(BuildRecipe.in(".")));
    }

    private void check(List<String> harmless, ImageSpec image) {
        PublishRequest request = request(harmless, image);
        SourceCheck.require(request, ImageJob.of(request));
    }

    private static List<String> warnings(PublishRequest request) {
        return SourceCheck.warnings(request, ImageJob.of(request));
    }

    private PublishRequest request(List<String> harmless, ImageSpec image) {
        return request(workspace.directory(), workspace.state(), harmless, "sha", image);
    }

    private static PublishRequest request(
            Path directory, GitState git, List<String> harmless, String rule, ImageSpec image) {
        return new PublishRequest(
                directory,
                new RegistryLogin("registry.invalid:5000", Optional.empty(), Optional.empty(), false),
                List.of(image),
                TagOptions.of(List.of(rule)),
                git,
                Optional.empty(),
                "main",
                PublishMode.NORMAL.withHarmlessFiles(harmless),
                2);
    }

    private static ImageSpec image(BuildRecipe recipe) {
        return new ImageSpec("shop/web", recipe, List.of(), Optional.empty(), Tagging.RELEASE);
    }
}
