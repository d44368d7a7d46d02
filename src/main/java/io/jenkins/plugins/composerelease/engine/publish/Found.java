package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.util.Optional;

/**
 * An image on its way.
 *
 * @param manifest what the registry has of it
 * @param reused whether this publish did not put it there
 */
record Found(ImageJob job, Optional<Manifest> manifest, boolean reused) {
    boolean there() {
        return manifest.isPresent();
    }
}
