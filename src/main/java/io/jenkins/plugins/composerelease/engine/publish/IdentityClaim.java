package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gives an image its tags that never move: the commit's, and the others. Of the commit's it takes the image of a publisher
 * that was faster: whoever publishes a commit gets one digest, also where two builds of it give different bytes.
 */
final class IdentityClaim {
    /** Registries have no "put if absent": by then every publisher that saw no tag has set its own. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    private final Registry registry;
    private final boolean rebuild;

    /**
     * @param rebuild whether the tag is taken from whatever has it
     */
    IdentityClaim(Registry registry, boolean rebuild) {
        this.registry = registry;
        this.rebuild = rebuild;
    }

    /**
     * @param digest of the image that was pushed
     * @return what the commit's tag stands for: that image, or another of the same revision and inputs
     * @throws ReleaseException if the tag is given to any other image
     */
    Manifest take(ImageJob job, String digest, Deadline deadline) {
        ImageReference pushed = job.identity().pinned(digest);
        String tag = job.identity().tag().orElseThrow();
        if (rebuild) {
            registry.tag(pushed, tag, deadline);
        } else if (registry.tagIfAbsent(pushed, tag, deadline)) {
            settle();
        }
        Optional<Manifest> read = registry.wholeManifest(job.identity(), deadline);
        return read.filter(
                        manifest -> manifest.digest().equals(digest) || !rebuild && PublishGuard.isSame(job, manifest))
                .orElseThrow(() -> new ReleaseException(
                        ExitCode.PUBLISH_REFUSED,
                        "The registry holds " + read.map(Manifest::digest).orElse("nothing") + " as '" + job.identity()
                                + "' right after " + digest + " was pushed there.",
                        "Somebody else publishes the same commit: publish again when that has ended."));
    }

    /**
     * Gives an image that is there its other tags that never move, such as a released version.
     *
     * @param digest of the image
     * @throws ReleaseException if one is given to another image, also by a publisher at the same time
     */
    void give(ImageJob job, String digest, List<Tag> tags, Deadline deadline) {
        boolean set = false;
        for (Tag tag : tags) {
            set |= registry.tagIfAbsent(job.identity().pinned(digest), tag.name(), deadline);
        }
        if (set) {
            settle();
        }
        for (Tag tag : tags) {
            requireGiven(job, tag, digest, deadline);
        }
    }

    private void requireGiven(ImageJob job, Tag tag, String digest, Deadline deadline) {
        Optional<Manifest> read = registry.manifest(job.identity().withTag(tag.name()), deadline);
        if (read.filter(manifest -> manifest.digest().equals(digest)).isPresent()) {
            return;
        }
        if (read.filter(manifest -> PublishGuard.replaces(rebuild, job, tag, manifest))
                .isEmpty()) {
            throw PublishGuard.givenToAnother(
                    job, tag, read.map(Manifest::digest).orElse("nothing"), digest);
        }
        registry.tag(job.identity().pinned(digest), tag.name(), deadline);
    }

    /**
     * The image of a faster publisher, where no tag may move and so a push under the commit's tag was refused.
     *
     * @param name the commit's tag, or that of one of its platforms
     * @throws CommandFailedException the refusal, if it has another reason, or that tag is given to any other image
     */
    Manifest winner(ImageJob job, ImageReference name, CommandFailedException refusal, Deadline deadline) {
        if (rebuild || !ImagePusher.isImmutable(refusal)) {
            throw refusal;
        }
        return registry.wholeManifest(name, deadline)
                .filter(manifest -> PublishGuard.isSame(job, manifest))
                .orElseThrow(() -> refusal);
    }

    private static void settle() {
        try {
            Thread.sleep(SETTLING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(ExitCode.FAILED, "Publishing was interrupted.", "Run it again.", e);
        }
    }
}
