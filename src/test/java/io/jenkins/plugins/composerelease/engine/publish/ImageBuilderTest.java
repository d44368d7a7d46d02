package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ImageBuilderTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** It would take files that the ignore file keeps out. */
    @Test
    public void refusesAnIgnoreFileThatTheClassicBuilderDoesNotRead() throws IOException {
        Path workspace = folder.getRoot().toPath();
        Files.createDirectories(workspace.resolve("web"));
        Files.writeString(workspace.resolve("web/Dockerfile"), "FROM scratch\n");
        DockerWatch docker = new DockerWatch(new LocalRunner());
        docker.buildKit = false;
        ImageBuilder builder =
                new ImageBuilder(docker, Map.of(), workspace, new RecordingLog(), Deadline.in(Duration.ofSeconds(30)));
        ImageSpec spec = new ImageSpec("shop/web", BuildRecipe.in("web"), List.of(), Optional.empty(), Tagging.RELEASE);
        List<ImageJob> jobs = List.of(new ImageJob(
                spec, ImageReference.parse("registry.invalid:5000/shop/web:1"), List.of(), Map.of(), Optional.empty()));

        assertThatCode(() -> builder.requirePossible(jobs)).doesNotThrowAnyException();
        Files.writeString(workspace.resolve("web/Dockerfile.dockerignore"), ".env\n");
        assertThatThrownBy(() -> builder.requirePossible(jobs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "Image 'shop/web' has a .dockerignore of the Dockerfile's own, which need BuildKit");
    }
}
