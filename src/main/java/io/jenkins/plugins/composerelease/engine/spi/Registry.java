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

    /** Points a tag at a manifest of the same repository; no layer is moved. */
    void tag(ImageReference existing, String tag, Deadline deadline);

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
