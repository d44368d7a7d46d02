package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.util.Optional;

/**
 * An image on its way.
 *
 * @param manifest what the registry has of it
 * @param reused whether this publish did not put it there
 * @param look what its tags stood for, if that was seen a moment ago
 */
record Found(ImageJob job, Optional<Manifest> manifest, boolean reused, Optional<TagLook> look) {
    Found(ImageJob job, Optional<Manifest> manifest, boolean reused) {
        this(job, manifest, reused, Optional.empty());
    }

    /** The same after a while, as after other images were built. */
    Found toLookAgain() {
        return new Found(job, manifest, reused);
    }

    boolean there() {
        return manifest.isPresent();
    }
}
