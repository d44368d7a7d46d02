package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.List;
import java.util.Optional;

/** A registry in which somebody else takes a tag, as soon as it is there and before it is read back. */
record RegistryThatIsOverwritten(Registry registry, ImageReference watched, Runnable theft) implements Registry {

    @Override
    public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
        if (reference.equals(watched) && registry.manifest(reference, deadline).isPresent()) {
            theft.run();
        }
        return registry.manifest(reference, deadline);
    }

    @Override
    public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
        return registry.index(identity, platformImages, deadline);
    }

    @Override
    public void tag(ImageReference existing, String tag, Deadline deadline) {
        registry.tag(existing, tag, deadline);
    }
}
