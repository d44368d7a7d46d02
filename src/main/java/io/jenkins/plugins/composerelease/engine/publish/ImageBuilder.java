package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.command.DockerBuild;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Builds images and pushes them with the Docker engine. Thread-safe. */
final class ImageBuilder {
    private static final int TAIL = 20;
    private static final Pattern PUSHED = Pattern.compile("(?m)^.*\\bdigest: (sha256:[0-9a-f]{64})\\b.*$");

    private final CommandRunner docker;
    private final Map<String, String> variables;
    private final Path workspace;
    private final boolean buildKit;
    private final ReleaseLog log;

    /**
     * @param variables environment that holds the login
     */
    ImageBuilder(
            CommandRunner docker, Map<String, String> variables, Path workspace, ReleaseLog log, Deadline deadline) {
        this.docker = docker;
        this.variables = variables;
        this.workspace = workspace;
        this.log = log;
        this.buildKit = docker.run(DockerBuild.buildxVersion().withEnvironment(variables), deadline)
                .succeeded();
    }

    /** Builds; returns the image's id in the engine. */
    String build(ImageJob job, Deadline deadline) {
        Path idFile = temporaryFile();
        try {
            run(
                    job,
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

    /** Pushes the sha tag; returns the digest of what was pushed, as the engine knows it. */
    String push(ImageJob job, String imageId, Deadline deadline) {
        CommandResult result = run(job, DockerBuild.push(job.identity()), deadline);
        Matcher matcher = PUSHED.matcher(result.output());
        String printed = "";
        while (matcher.find()) {
            printed = matcher.group(1);
        }
        String name = job.identity().name() + "@" + printed;
        Command digests = DockerBuild.repositoryDigests(imageId).withEnvironment(variables);
        String known = docker.require(digests, deadline).output();
        if (printed.isEmpty() || known.lines().noneMatch(name::equals)) {
            throw new ReleaseException(
                    ExitCode.PUBLISH_REFUSED,
                    "Docker pushed '" + job.identity() + "' as '" + printed + "', expected one of the digests of image "
                            + imageId + ": " + known.strip() + ".",
                    "Another build on this machine gave the name to its own image: publish again.");
        }
        return ImageReference.requireDigest(printed);
    }

    private CommandResult run(ImageJob job, Command command, Deadline deadline) {
        Deque<String> tail = new ArrayDeque<>();
        CommandResult result = docker.run(command.withEnvironment(variables), deadline, (error, coloured) -> {
            // The classic builder colours what a build writes to standard error, also where no terminal is.
            String line = Text.withoutColours(coloured);
            log.output(job.name(), line);
            tail.addLast(line);
            if (tail.size() > TAIL) {
                tail.removeFirst();
            }
        });
        if (result.succeeded()) {
            return result;
        }
        String lines = String.join("\n", tail);
        throw new CommandFailedException(
                ExitCode.FAILED,
                "Could not " + command.purpose() + " on " + docker.place() + ": Docker ended with exit code "
                        + result.exitCode() + ", expected 0. Its last lines:\n"
                        + lines.indent(2).stripTrailing(),
                "",
                result.exitCode(),
                lines,
                null);
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
