package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.time.Duration;
import java.util.Optional;

/**
 * Gives a commit's tag to an image that was pushed, or takes the image of a publisher of the same commit that was faster:
 * whoever publishes a commit gets one digest, also where two builds of it give different bytes.
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
