package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of an image registry beside what the Docker engine pushes and pulls. */
public interface Registry {

    /** The manifest behind a tag or digest, or empty when the registry answers that there is none. */
    Optional<Manifest> manifest(ImageReference reference, Deadline deadline);

    /** The same with the labels that the images of all platforms share: it reads each of them. */
    default Optional<Manifest> wholeManifest(ImageReference reference, Deadline deadline) {
        return manifest(reference, deadline);
    }

    /**
     * The digest behind a tag or digest, as the registry says it, or empty when it answers that there is none: cheaper
     * than {@link #manifest}, and for comparison only, as no content was read.
     */
    default Optional<String> digest(ImageReference reference, Deadline deadline) {
        return manifest(reference, deadline).map(Manifest::digest);
    }

    /**
     * The tags of a repository, in no order.
     *
     * @param repository its tag and digest do not matter
     * @return empty where there is no such repository, and where the registry does not tell its tags
     */
    default List<String> tags(ImageReference repository, Deadline deadline) {
        return List.of();
    }

    /** Points a tag at a manifest of the same repository; no layer is moved. */
    void tag(ImageReference existing, String tag, Deadline deadline);

    /**
     * Points a tag at a manifest of the same repository unless it stands for one already. Registries have no such
     * request: two that ask within milliseconds of each other may both be told that they did it, so read the tag back a
     * moment later.
     *
     * @return whether the tag stood for nothing and was set
     */
    default boolean tagIfAbsent(ImageReference existing, String tag, Deadline deadline) {
        if (digest(existing.withTag(tag), deadline).isPresent()) {
            return false;
        }
        tag(existing, tag, deadline);
        return true;
    }

    /**
     * Puts an OCI index over images of one repository, each for its platform; the same images in the same order give the
     * same bytes, and so the same digest.
     *
     * @param identity the repository, with the tag that the index gets; without a tag it has its digest only
     * @param platformImages the images, by tag or digest; none is an index itself
     * @return digest of the index, which was read back
     */
    String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline);

    /**
     * @param digest {@code sha256:...} as computed from the received bytes and equal to the registry's header
     * @param mediaType media type of the manifest
     * @param size bytes of configuration and layers, compressed, of the first platform
     * @param platforms {@code os/architecture} each
     * @param labels labels of the image configuration of the first platform
     */
    record Manifest(String digest, String mediaType, long size, List<String> platforms, Map<String, String> labels) {
        public Manifest {
            platforms = List.copyOf(platforms);
            labels = Map.copyOf(labels);
        }
    }
}
