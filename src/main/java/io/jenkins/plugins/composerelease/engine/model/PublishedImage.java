package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;

/**
 * An image that the registry is known to hold.
 *
 * @param name its name in the configuration
 * @param reference pinned reference, {@code registry/repository@sha256:...}
 * @param tags all tags that point at it after this publish
 * @param revision Git revision it was built from, empty for third-party images
 * @param size compressed bytes
 * @param platforms {@code os/architecture} each
 * @param reused whether the registry had it already and nothing was built or pushed
 * @param services compose services that run it
 * @param variable variable of the compose files that gets the reference
 * @param identity the one of its tags that stands for its commit; empty where that is not known, as in older files, and
 *     for third-party images
 * @param moving those of its tags that follow newer images; all others are its own for good, where there is an identity
 */
public record PublishedImage(
        String name,
        ImageReference reference,
        List<String> tags,
        Optional<String> revision,
        long size,
        List<String> platforms,
        boolean reused,
        List<String> services,
        Optional<String> variable,
        Optional<String> identity,
        List<String> moving) {
    public PublishedImage {
        identity = identity == null ? Optional.empty() : identity; // older files have neither
        moving = moving == null ? List.of() : List.copyOf(moving);
        tags = List.copyOf(tags);
        platforms = List.copyOf(platforms);
        services = List.copyOf(services);
        if (reference.digest().isEmpty()) {
            throw new IllegalArgumentException("a published image is pinned by digest: " + reference);
        }
    }

    /** One of whose tags it is not known which of them move. */
    public PublishedImage(
            String name,
            ImageReference reference,
            List<String> tags,
            Optional<String> revision,
            long size,
            List<String> platforms,
            boolean reused,
            List<String> services,
            Optional<String> variable) {
        this(name, reference, tags, revision, size, platforms, reused, services, variable, Optional.empty(), List.of());
    }
}
