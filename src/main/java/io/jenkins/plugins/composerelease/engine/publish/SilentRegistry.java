package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.List;
import java.util.Optional;

/** Stands in for a registry that gives no answer, where nothing is pushed: it has no image. */
final class SilentRegistry implements Registry {
    @Override
    public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
        return Optional.empty();
    }

    @Override
    public void tag(ImageReference existing, String tag, Deadline deadline) {
        throw new IllegalStateException("nothing is pushed, so " + existing + " gets no tag");
    }

    @Override
    public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
        throw new IllegalStateException("nothing is pushed, so " + identity + " gets no index");
    }
}
