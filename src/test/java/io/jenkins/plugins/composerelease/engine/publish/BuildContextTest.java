package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class BuildContextTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path workspace;

    @Before
    public void create() throws IOException {
        workspace = folder.getRoot().toPath();
        write("Dockerfile", "FROM scratch\n");
        write("web/Dockerfile", "FROM scratch\n");
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
        assertThat(context("web").modified(List.of("web/release-images.json"))).hasSize(1);
    }

    @Test
    public void saysThatThereIsNoDockerfile() {
        assertThatThrownBy(() -> context("api"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("There is no '" + workspace + "/api/Dockerfile' to build image 'shop/web' from");
    }

    private BuildContext context(String path) {
        return BuildContext.of(
                workspace,
                new ImageSpec("shop/web", BuildRecipe.in(path), List.of(), Optional.empty(), Tagging.RELEASE));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(workspace.resolve(path).getParent());
        Files.writeString(workspace.resolve(path), text);
    }
}
