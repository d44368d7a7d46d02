package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A compose project of a test on the agent's engine, removed after the test. {@code IMAGE} in its file is the base image. */
public final class ComposeFixture extends ExternalResource {
    private final TemporaryFolder folder = new TemporaryFolder();
    private final String name;

    public ComposeFixture(String prefix) {
        name = TestBed.unique(prefix);
    }

    public String name() {
        return name;
    }

    public Path directory() {
        return folder.getRoot().toPath();
    }

    /** Writes the compose file. */
    public ComposeProject write(String yaml) {
        try {
            Path file = directory().resolve("compose.yaml");
            Files.writeString(file, yaml.replace("IMAGE", TestBed.get().baseImage()));
            return new ComposeProject(
                    name, directory().toString(), List.of(file.toString()), List.of(), List.of(), Map.of(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts services without waiting, as somebody else would have done. */
    public void start(ComposeProject project) {
        TestBed.get()
                .agent()
                .require(
                        new Compose(project).up(List.of(), new Compose.UpOptions(true, true, false, "missing")),
                        Deadline.in(Duration.ofMinutes(1)));
    }

    @Override
    protected void before() throws IOException {
        folder.create();
    }

    @Override
    protected void after() {
        try {
            // By labels, not by the file: the test may have broken it, and one without services names no network.
            Command down = Command.of("clean up", "docker", "compose", "--project-name", name, "down", "--volumes")
                    .withArguments(List.of("--remove-orphans", "--timeout", "0"))
                    .withDirectory("/");
            TestBed.get().agent().require(down, Deadline.in(Duration.ofMinutes(1)));
        } finally {
            folder.delete();
        }
    }
}
