package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.publish.BuiltImages;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images that {@code up} starts instead of what the compose files say.
 *
 * @param revision Git revision that they were built from, as far as it is known
 */
public record StackImages(Optional<String> revision, List<StackImage> images) {
    /** No image: all as the compose files say. */
    public static final StackImages NONE = new StackImages(Optional.empty(), List.of());

    public StackImages {
        images = List.copyOf(images);
    }

    public static StackImages of(ReleaseImages published) {
        return new StackImages(
                Optional.of(published.revision()),
                published.images().stream()
                        .map(image -> new StackImage(image.reference().toString(), image.services(), image.variable()))
                        .toList());
    }

    /** Those that were only built, by their ids in the Docker engine of this machine. */
    public static StackImages of(BuiltImages built) {
        return new StackImages(
                Optional.of(built.revision()),
                built.images().stream()
                        .map(image ->
                                new StackImage(image.startable(built.platform()), image.services(), image.variable()))
                        .toList());
    }

    /** The images by the services that run them. */
    public Map<String, String> byService() {
        Map<String, String> services = new LinkedHashMap<>();
        images.forEach(image -> image.services().forEach(service -> services.put(service, image.image())));
        return services;
    }

    /** The images by the variables of the compose files that get them. */
    public Map<String, String> byVariable() {
        Map<String, String> variables = new LinkedHashMap<>();
        images.forEach(image -> image.variable().ifPresent(name -> variables.put(name, image.image())));
        return variables;
    }

    /**
     * @param image pinned reference, or id in the Docker engine
     */
    public record StackImage(String image, List<String> services, Optional<String> variable) {
        public StackImage {
            services = List.copyOf(services);
        }
    }
}
