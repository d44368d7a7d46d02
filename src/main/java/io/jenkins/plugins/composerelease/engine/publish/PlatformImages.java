package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings what was built of one image to the registry, under no tag that anybody takes images by. Thread-safe. */
final class PlatformImages {
    private final ImagePusher pusher;
    private final Registry registry;
    private final IdentityClaim claim;

    /**
     * @param claim what takes the image of a platform that is there, where no tag may move
     */
    PlatformImages(ImagePusher pusher, Registry registry, IdentityClaim claim) {
        this.pusher = pusher;
        this.registry = registry;
        this.claim = claim;
    }

    /**
     * The platforms of what is pushed.
     *
     * @param built what was built before, if that is pushed
     * @throws InvalidInputException if it was built for others: labels do not tell, where files differed from the commit
     */
    static List<String> of(ImageJob job, Optional<BuiltImage> built) {
        List<String> wanted = job.spec().build().platforms();
        built.map(BuiltImage::platforms)
                .filter(platforms -> !platforms.equals(wanted))
                .ifPresent(platforms -> {
                    throw new InvalidInputException(
                            "Image '" + job.name() + "' was not pushed: it was built for " + text(platforms)
                                    + ", expected " + text(wanted) + ".",
                            "Give both calls the same platforms, or build again.");
                });
        return wanted;
    }

    private static String text(List<String> platforms) {
        return platforms.isEmpty() ? "the Docker engine's own platform" : String.join(", ", platforms);
    }

    /**
     * Pushes the image of each platform under a tag of its own, {@code <sha tag>-linux-arm64}, and puts an index over
     * them.
     *
     * @param platforms the images' platforms
     * @param ids the images in the engine, in the order of the platforms
     * @return digest of the index; no tag stands for it yet
     */
    String push(ImageJob job, List<String> platforms, List<String> ids, Deadline deadline) {
        List<ImageReference> pushed = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            ImageReference name = job.name(Optional.of(platforms.get(i)));
            // By digest from here on: another build may take the tag for its own image meanwhile.
            pushed.add(name.pinned(push(job, name, ids.get(i), deadline)));
        }
        ImageReference untagged = pushed.get(0);
        ImageReference repository =
                new ImageReference(untagged.registry(), untagged.repository(), Optional.empty(), Optional.empty());
        return registry.index(repository, pushed, deadline);
    }

    /** Where no tag may move, a publish that ended half-way has left its image there for good. */
    private String push(ImageJob job, ImageReference name, String id, Deadline deadline) {
        try {
            return pusher.push(job.name(), name, id, deadline);
        } catch (CommandFailedException e) {
            return claim.winner(job, name, e, deadline).digest();
        }
    }
}
