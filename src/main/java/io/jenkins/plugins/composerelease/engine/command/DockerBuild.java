package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the {@code docker} command that builds an image. Pure: nothing runs here. */
public final class DockerBuild {
    /** What the variables begin with that a build's secrets are in. */
    private static final String SECRET = "COMPOSE_RELEASE_BUILD_SECRET_";

    private final ImageSpec image;
    private final BuildRecipe recipe;
    private final String workspace;
    private final boolean buildKit;
    private final Map<String, Path> secretFiles;

    /**
     * @param workspace absolute directory that the image's context is relative to
     * @param buildKit whether BuildKit is there; the classic builder otherwise
     * @param secretFiles files of the secrets that no variable can hold, by their ids
     */
    public DockerBuild(ImageSpec image, String workspace, boolean buildKit, Map<String, Path> secretFiles) {
        this.image = image;
        this.recipe = image.build();
        this.workspace = workspace;
        this.buildKit = buildKit;
        this.secretFiles = Map.copyOf(secretFiles);
    }

    /** Succeeds where BuildKit can be used. */
    public static Command buildxVersion() {
        return Command.of("look for BuildKit", "docker", "buildx", "version");
    }

    /**
     * Builds the image for one platform and gives it a name in the engine.
     *
     * @param platform empty for the engine's own
     * @param idFile where the image's id is written
     * @param more options that this image's recipe does not say, for example of the cache
     */
    public Command command(
            ImageReference name,
            Optional<String> platform,
            Map<String, String> labels,
            String idFile,
            List<String> more) {
        List<String> argv = new ArrayList<>(
                buildKit
                        ? List.of("docker", "buildx", "build", "--load", "--progress", "plain")
                        : List.of("docker", "build"));
        argv.addAll(List.of("--file", workspace + "/" + recipe.file()));
        argv.addAll(List.of("--tag", name.toString(), "--iidfile", idFile));
        platform.ifPresent(value -> argv.addAll(List.of("--platform", value)));
        recipe.target().ifPresent(stage -> argv.addAll(List.of("--target", stage)));
        recipe.args().forEach((key, value) -> argv.addAll(List.of("--build-arg", key + "=" + value)));
        labels.forEach((key, value) -> argv.addAll(List.of("--label", key + "=" + value)));
        recipe.contexts().forEach((key, value) -> argv.addAll(List.of("--build-context", key + "=" + source(value))));
        options(argv);
        Map<String, Secret> variables = new LinkedHashMap<>();
        recipe.secrets().forEach((id, secret) -> {
            if (secretFiles.containsKey(id)) {
                argv.addAll(List.of("--secret", "id=" + id + ",src=" + secretFiles.get(id)));
            } else {
                String variable = SECRET + (variables.size() + 1);
                variables.put(variable, secret);
                argv.addAll(List.of("--secret", "id=" + id + ",env=" + variable));
            }
        });
        argv.addAll(more);
        argv.add(directory(recipe.context()));
        return Command.of("build image '" + image.name() + "'", argv)
                .withSecrets(variables)
                .withEnvironment(
                        buildKit
                                // Attestations would make an index with another digest at each build.
                                ? Map.of("BUILDX_NO_DEFAULT_ATTESTATIONS", "1", "BUILDKIT_COLORS", "", "NO_COLOR", "1")
                                : Map.of("DOCKER_BUILDKIT", "0"));
    }

    private void options(List<String> argv) {
        BuildOptions options = recipe.options();
        options.ssh().forEach(key -> argv.addAll(List.of("--ssh", key)));
        options.network().ifPresent(network -> argv.addAll(List.of("--network", network)));
        // The classic builder knows ':' only, and every version of the other takes it.
        options.extraHosts().forEach(host -> argv.addAll(List.of("--add-host", host.replaceFirst("=", ":"))));
        options.shmSize().ifPresent(size -> argv.addAll(List.of("--shm-size", size)));
        options.ulimits().forEach((name, limit) -> argv.addAll(List.of("--ulimit", name + "=" + limit)));
        options.cacheFrom().forEach(source -> argv.addAll(List.of("--cache-from", source)));
        options.cacheTo().forEach(target -> argv.addAll(List.of("--cache-to", target)));
        if (options.noCache()) {
            argv.add("--no-cache");
        }
        if (options.pull()) {
            argv.add("--pull");
        }
    }

    private String source(String value) {
        return value.contains("://") ? value : directory(value);
    }

    /** Absolute, as Docker takes some relative paths for a repository's address. */
    private String directory(String path) {
        return path.equals(".") ? workspace : workspace + "/" + path;
    }
}
