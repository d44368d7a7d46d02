package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * An image to build and publish.
 *
 * @param name repository in the registry
 * @param build what it is built from
 * @param services compose services that run it
 * @param variable variable of the compose files that gets the pinned reference, for example {@code BACKEND_IMAGE}
 * @param tagging what its tags are made from
 */
public record ImageSpec(
        String name, BuildRecipe build, List<String> services, Optional<String> variable, Tagging tagging) {
    public ImageSpec {
        Checks.imageName(name);
        services = List.copyOf(services);
        services.forEach(service -> Names.name("service", service));
        variable.ifPresent(v -> Names.variable("image variable", v));
    }
}
