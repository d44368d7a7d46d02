package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
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

public class BuildContextTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final TemporaryFolder elsewhere = new TemporaryFolder();

    private Path workspace;

    @Before
    public void create() throws IOException {
        workspace = folder.getRoot().toPath();
        write("Dockerfile", "FROM scratch\nCOPY . /\n");
        write("web/Dockerfile", "FROM scratch\nCOPY . /\n");
    }

    @Test
    public void countsFilesOfTheContextOnly() {
        List<String> changes = List.of("web/app.py", "webapp/x", "docs/a.md", "web/");

        assertThat(context("web").modified(changes)).containsExactly("web/app.py", "web/");
        assertThat(context("./web").modified(changes)).containsExactly("web/app.py", "web/");
        assertThat(context(".").modified(changes)).isEqualTo(changes);
        assertThat(context("web").modified(List.of("./"))).containsExactly("./");
        assertThat(context(".").modified(List.of("./"))).containsExactly("./");
    }

    @Test
    public void leavesOutWhatDockerLeavesOut() throws IOException {
        write(".dockerignore", "*\n!src\n");
        List<String> changes = List.of("report.html", "src/a.py", "Dockerfile", ".dockerignore", "docs/");

        assertThat(context(".").modified(changes)).containsExactly("src/a.py", "Dockerfile", ".dockerignore");
    }

    @Test
    public void readsTheDockerfilesOwnIgnoreFileFirst() throws IOException {
        write(".dockerignore", "*\n");
        write("Dockerfile.dockerignore", "docs\n");

        assertThat(context(".").modified(List.of("docs/a", "src/a"))).containsExactly("src/a");
    }

    @Test
    public void doesNotCountWhatPublishingWroteItself() {
        assertThat(context(".").modified(List.of("release-images.json"))).isEmpty();
        assertThat(context(".").modified(List.of("release-images.json.1f0c.part", "release-images.json.lock.part")))
                .isEmpty();
        assertThat(context(".").modified(List.of("release-images.json.orig", "a.part")))
                .hasSize(2);
        assertThat(context("web").modified(List.of("web/release-images.json"))).hasSize(1);
    }

    @Test
    public void saysThatThereIsNoDockerfile() {
        assertThatThrownBy(() -> context("api"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no '" + workspace + "/api/Dockerfile' to build image 'shop/web' from");
    }

    @Test
    public void followsALinkToTheContextWithinTheWorkspace() throws IOException {
        write("packages/web/Dockerfile", "FROM scratch\nCOPY . /\n");
        Files.createSymbolicLink(workspace.resolve("current"), Path.of("packages/web"));
        List<String> changes = List.of("packages/web/app.py", "current", "packages/db/x", "other");

        assertThat(context("current").modified(changes)).containsExactly("packages/web/app.py", "current");
    }

    @Test
    public void refusesWhatALinkLeadsOutOfTheWorkspace() throws IOException {
        Path outside = elsewhere.newFolder("web").toPath();
        Files.writeString(outside.resolve("Dockerfile"), "FROM scratch\n");
        Files.createSymbolicLink(workspace.resolve("linked"), outside);
        Files.createDirectories(workspace.resolve("file"));
        Files.createSymbolicLink(workspace.resolve("file/Dockerfile"), outside.resolve("Dockerfile"));

        for (String path : List.of("linked", "file")) {
            assertThatThrownBy(() -> context(path))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("'" + path)
                    .hasMessageContaining("is a link that leads out of '" + workspace);
        }
    }

    @Test
    public void countsASubmoduleOrLinkAboveTheContext() {
        assertThat(context("web").modified(List.of("web"))).containsExactly("web");
    }

    @Test
    public void countsWhatARuleTakesBackFromADirectoryThatIsIgnored() throws IOException {
        write(".dockerignore", "*\n!src/keep\n");
        write("src/keep", "1");
        write("src/other", "1");
        write("lib/keep", "1");

        assertThat(context(".").modified(List.of("src/", "lib/"))).containsExactly("src/");
        assertThat(context(".").modified(List.of("src/keep", "src/other"))).containsExactly("src/keep");
    }

    @Test
    public void countsTheAdditionalContextsAndADockerfileOutsideOfThem() throws IOException {
        write("docker/web.Dockerfile", "FROM scratch\nCOPY --from=shared . /\n");
        write("shared/.dockerignore", "docs\n");
        BuildRecipe recipe = new BuildRecipe(
                "web",
                Optional.of("../docker/web.Dockerfile"),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of("shared", "shared", "base", "docker-image://alpine:3"),
                BuildOptions.NONE,
                Optional.empty());
        List<String> changes = List.of(
                "docker/web.Dockerfile",
                "docker/db.Dockerfile",
                "shared/lib.py",
                "shared/docs/a.md",
                "shared/.dockerignore",
                "docker/web.Dockerfile.dockerignore",
                "web/.dockerignore");

        assertThat(context(recipe).modified(changes))
                .containsExactly(
                        "docker/web.Dockerfile",
                        "shared/lib.py",
                        "shared/.dockerignore",
                        "docker/web.Dockerfile.dockerignore",
                        "web/.dockerignore");
    }

    @Test
    public void countsWhatTheDockerfileCopiesOrMaySee() throws IOException {
        List<String> changes = List.of("report.xml", "web/a.py", "web/lib", "docs/", "web");

        write("Dockerfile", "FROM scratch AS test\nCOPY . /\nFROM scratch\nCOPY web/ .\n");
        assertThat(context(".").modified(changes)).containsExactly("web/a.py", "web/lib", "web");
        write("Dockerfile", "FROM scratch\nCOPY web/lib/x /\n");
        assertThat(context(".").modified(changes)).containsExactly("web/lib", "web");
        write("Dockerfile", "FROM scratch\nCOPY web/ .\nRUN --mount=type=bind,target=/src make\n");
        assertThat(context(".").modified(changes)).contains("report.xml");
    }

    @Test
    public void tellsWhichIgnoredFilesAreCopied() throws IOException {
        write("web/Dockerfile", "FROM scratch\nCOPY dist/ app.cfg /srv/\n");
        write("web/.dockerignore", "*.cfg\n");
        write("web/dist/app.js", "1");

        assertThat(context("web").unversioned(List.of("web/dist/", "web/dist/app.js", "web/app.cfg", "web/x", "dist/")))
                .containsExactly("web/dist/", "web/dist/app.js");
    }

    @Test
    public void readsTheDockerfileOnce() throws IOException {
        BuildContext context = context("web");
        Files.delete(workspace.resolve("web/Dockerfile"));

        assertThat(context.modified(List.of("web/app.py"))).containsExactly("web/app.py");
        assertThat(context.copies()).extracting(Dockerfile.Copy::line).containsExactly(1, 2);
    }

    private BuildContext context(String path) {
        return context(BuildRecipe.in(path));
    }

    private BuildContext context(BuildRecipe recipe) {
        return BuildContext.of(
                workspace, new ImageSpec("shop/web", recipe, List.of(), Optional.empty(), Tagging.RELEASE));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(workspace.resolve(path).getParent());
        Files.writeString(workspace.resolve(path), text);
    }
}
