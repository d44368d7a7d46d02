package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.command.DockerBuild;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Builds images with the Docker engine. Thread-safe. */
final class ImageBuilder {
    private final ImageCommands docker;
    private final Path workspace;
    private final boolean buildKit;
    private final ReleaseLog log;

    /**
     * @param variables environment that holds the login
     */
    ImageBuilder(
            CommandRunner docker, Map<String, String> variables, Path workspace, ReleaseLog log, Deadline deadline) {
        this.docker = new ImageCommands(docker, variables, log);
        this.workspace = workspace;
        this.log = log;
        this.buildKit = this.docker.ask(DockerBuild.buildxVersion(), deadline).succeeded();
    }

    /** Builds; returns the image's id in the engine. */
    String build(ImageJob job, Deadline deadline) {
        Path idFile = temporaryFile();
        try {
            docker.require(
                    job.name(),
                    DockerBuild.build(
                            job.spec(),
                            workspace.toString(),
                            job.identity(),
                            job.labels(),
                            idFile.toString(),
                            buildKit),
                    deadline);
            return Files.readString(idFile).strip();
        } catch (IOException e) {
            throw noFile(idFile, e);
        } finally {
            delete(idFile);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("compose-release", ".id");
        } catch (IOException e) {
            throw noFile(Path.of(System.getProperty("java.io.tmpdir")), e);
        }
    }

    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("could not remove '" + file + "': " + e.getMessage());
        }
    }

    private static ReleaseException noFile(Path file, IOException cause) {
        return new ReleaseException(
                ExitCode.FAILED,
                "The id of a built image could not be kept in '" + file + "': " + cause.getMessage() + ".",
                "Check that directory's space and rights.",
                cause);
    }
}
