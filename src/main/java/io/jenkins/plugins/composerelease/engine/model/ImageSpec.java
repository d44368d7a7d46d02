package io.jenkins.plugins.composerelease.engine.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image to build and publish. Paths are relative to the workspace.
 *
 * @param name repository in the registry
 * @param context build context directory
 * @param dockerfile Dockerfile, relative to the context; {@code Dockerfile} when empty
 * @param target stage to build
 * @param buildArgs build arguments, never secrets
 * @param services compose services that run it
 * @param variable variable of the compose files that gets the pinned reference, for example {@code BACKEND_IMAGE}
 * @param tags tag rules of this image; empty means the release's
 */
public record ImageSpec(
        String name,
        String context,
        Optional<String> dockerfile,
        Optional<String> target,
        Map<String, String> buildArgs,
        List<String> services,
        Optional<String> variable,
        List<String> tags) {
    public ImageSpec {
        buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
        services = List.copyOf(services);
        tags = List.copyOf(tags);
        ImageReference.parse("registry.invalid/" + name);
        if (!context.equals(".")) {
            Names.relativePath("build context", context);
        }
        dockerfile.ifPresent(path -> Names.relativePath("dockerfile", path));
        target.ifPresent(stage -> Names.name("build target", stage));
        buildArgs.keySet().forEach(key -> Names.variable("build argument", key));
        services.forEach(service -> Names.name("service", service));
        variable.ifPresent(v -> Names.variable("image variable", v));
    }
}
