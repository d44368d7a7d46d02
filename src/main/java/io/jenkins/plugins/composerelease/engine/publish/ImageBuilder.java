package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.command.BuildCache;
import io.jenkins.plugins.composerelease.engine.command.DockerBuild;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /**
     * Refuses images that this engine's builder cannot make, before any is built.
     *
     * @throws InvalidInputException if one needs BuildKit, and there is only the classic builder
     */
    void requirePossible(List<ImageJob> jobs) {
        if (buildKit) {
            return;
        }
        for (ImageJob job : jobs) {
            List<String> needs = needs(job.spec().build());
            if (!needs.isEmpty()) {
                throw new InvalidInputException(
                        "Image '" + job.name() + "' has " + String.join(", ", needs) + ", which need BuildKit; "
                                + docker.place() + " has the classic builder only.",
                        "Install Docker's buildx plugin there: docker buildx version.");
            }
        }
    }

    /** Whether BuildKit builds; the classic builder otherwise. */
    boolean buildKit() {
        return buildKit;
    }

    private List<String> needs(BuildRecipe recipe) {
        Map<String, Boolean> has = new LinkedHashMap<>();
        has.put("platforms", !recipe.platforms().isEmpty());
        has.put("secrets", !recipe.secrets().isEmpty());
        has.put("additional contexts", !recipe.contexts().isEmpty());
        has.put("ssh", !recipe.options().ssh().isEmpty());
        has.put("cache_to", !recipe.options().cacheTo().isEmpty());
        has.put(
                "a " + ContextTree.IGNORE + " of the Dockerfile's own",
                Files.exists(workspace.resolve(recipe.file() + ContextTree.IGNORE)));
        has.values().removeIf(needed -> !needed);
        return List.copyOf(has.keySet());
    }

    /**
     * Builds an image for each of its platforms, one after the other: not every engine makes several at a time.
     *
     * @param cache where it looks for steps that were built before
     * @return their ids in the engine, in the platforms' order; one where the image names no platform
     */
    List<String> build(ImageJob job, BuildCache cache, Deadline deadline) {
        job.spec()
                .build()
                .secrets()
                .keySet()
                .forEach(id -> log.progress("secret '" + id + "' goes to the build of image '" + job.name() + "'"));
        List<String> platforms = job.spec().build().platforms();
        if (platforms.size() < 2) {
            return List.of(build(job, job.identity(), platforms.stream().findFirst(), cache, deadline));
        }
        List<String> ids = new ArrayList<>();
        for (String platform : platforms) {
            log.progress(job.name() + ": building for " + platform);
            ids.add(build(job, job.name(Optional.of(platform)), Optional.of(platform), cache, deadline));
        }
        return List.copyOf(ids);
    }

    private String build(
            ImageJob job, ImageReference name, Optional<String> platform, BuildCache cache, Deadline deadline) {
        Path idFile = temporaryFile();
        try (SecretMounts secrets = SecretMounts.of(job.spec().build().secrets())) {
            DockerBuild build = new DockerBuild(job.spec(), workspace.toString(), buildKit, secrets.files());
            docker.require(
                    job.name(),
                    build.command(name, platform, job.labels(), idFile.toString(), cache.arguments(buildKit)),
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
