package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds the {@code docker} commands that build an image. Pure: nothing runs here. */
public final class DockerBuild {
    private DockerBuild() {}

    /** Succeeds where BuildKit can be used. */
    public static Command buildxVersion() {
        return Command.of("look for BuildKit", "docker", "buildx", "version");
    }

    /**
     * Builds an image and gives it a name in the engine.
     *
     * @param workspace absolute directory that the image's context is relative to
     * @param idFile where the image's id is written
     * @param buildKit whether BuildKit is there; the classic builder otherwise
     */
    public static Command build(
            ImageSpec image,
            String workspace,
            ImageReference name,
            Map<String, String> labels,
            String idFile,
            boolean buildKit) {
        BuildRecipe recipe = image.build();
        // Absolute, as Docker takes some relative paths for a repository's address.
        String context = recipe.context().equals(".") ? workspace : workspace + "/" + recipe.context();
        List<String> argv = new ArrayList<>(
                buildKit
                        ? List.of("docker", "buildx", "build", "--load", "--progress", "plain")
                        : List.of("docker", "build"));
        argv.addAll(List.of("--file", context + "/" + recipe.dockerfile().orElse("Dockerfile")));
        argv.addAll(List.of("--tag", name.toString(), "--iidfile", idFile));
        recipe.target().ifPresent(stage -> argv.addAll(List.of("--target", stage)));
        recipe.args().forEach((key, value) -> argv.addAll(List.of("--build-arg", key + "=" + value)));
        labels.forEach((key, value) -> argv.addAll(List.of("--label", key + "=" + value)));
        argv.add(context);
        return Command.of("build image '" + image.name() + "'", argv)
                .withEnvironment(
                        buildKit
                                // Attestations would make an index with another digest at each build.
                                ? Map.of("BUILDX_NO_DEFAULT_ATTESTATIONS", "1", "BUILDKIT_COLORS", "", "NO_COLOR", "1")
                                : Map.of("DOCKER_BUILDKIT", "0"));
    }
}
