package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An image that was built and not pushed.
 *
 * @param name its name in the configuration
 * @param ids its ids in the Docker engine that built it, {@code sha256:...}, one for each platform; none where the
 *     registry has the image already
 * @param reference where the registry has it already, pinned
 * @param inputs what decided about its content beside the commit, as its label says it
 * @param platforms those of {@code ids} as they were asked for; empty for the engine's own
 * @param services compose services that run it
 * @param variable variable of the compose files that gets the reference
 */
public record BuiltImage(
        String name,
        List<String> ids,
        Optional<ImageReference> reference,
        String inputs,
        List<String> platforms,
        List<String> services,
        Optional<String> variable) {
    public BuiltImage {
        Checks.imageName(name);
        ids = List.copyOf(ids);
        platforms = List.copyOf(platforms);
        services = List.copyOf(services);
        ids.forEach(ImageReference::requireDigest);
        if (ids.isEmpty() == reference.isEmpty() || !ids.isEmpty() && ids.size() != Math.max(1, platforms.size())) {
            throw new InvalidInputException(
                    "image '" + name + "' has " + ids.size() + " ids for " + platforms.size() + " platforms.",
                    "Build again.");
        }
    }

    /**
     * What starts it where it was built: its id there, or the pinned reference that the registry has.
     *
     * @param platform the engine's own, {@code os/architecture}
     */
    public String startable(String platform) {
        if (reference.isPresent()) {
            return reference.get().toString();
        }
        OptionalInt own = ids.size() == 1 ? OptionalInt.of(0) : BuildRecipe.runnable(platforms, platform);
        return ids.get(own.orElseThrow(() -> new InvalidInputException(
                "Image '" + name + "' was built for " + String.join(", ", platforms) + ", not for '" + platform
                        + "' of this Docker engine.",
                "Add that platform to the image.")));
    }
}
