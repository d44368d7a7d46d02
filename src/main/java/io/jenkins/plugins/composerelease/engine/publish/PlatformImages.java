package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings what was built of one image to the registry, under no tag that anybody takes images by. Thread-safe. */
final class PlatformImages {
    private final ImagePusher pusher;
    private final Registry registry;

    PlatformImages(ImagePusher pusher, Registry registry) {
        this.pusher = pusher;
        this.registry = registry;
    }

    /**
     * Pushes the image of each platform under a tag of its own, {@code <sha tag>-linux-arm64}, and puts an index over
     * them.
     *
     * @param ids the images in the engine, in the order of the platforms
     * @return digest of the index; no tag stands for it yet
     */
    String push(ImageJob job, List<String> ids, Deadline deadline) {
        List<String> platforms = job.spec().build().platforms();
        List<ImageReference> pushed = new ArrayList<>();
        for (int i = 0; i < platforms.size(); i++) {
            ImageReference name = job.name(Optional.of(platforms.get(i)));
            // By digest from here on: another build may take the tag for its own image meanwhile.
            pushed.add(name.pinned(pusher.push(job.name(), name, ids.get(i), deadline)));
        }
        ImageReference untagged = pushed.get(0);
        ImageReference repository =
                new ImageReference(untagged.registry(), untagged.repository(), Optional.empty(), Optional.empty());
        return registry.index(repository, pushed, deadline);
    }
}
