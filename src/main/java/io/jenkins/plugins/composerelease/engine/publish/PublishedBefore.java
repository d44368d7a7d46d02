package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;

/**
 * The images that an earlier call published of this commit: nothing is to be built of them, so that no file of the
 * workspace matters, as where a scan between two calls left its report. Read-only.
 */
final class PublishedBefore {
    private final Registry registry;
    private final PublishRequest request;
    private final PublishGuard guard;
    private final ReleaseLog log;

    PublishedBefore(Registry registry, PublishRequest request, PublishGuard guard, ReleaseLog log) {
        this.registry = registry;
        this.request = request;
        this.guard = guard;
        this.log = log;
    }

    /** Those that the registry has, as it was told of them; the others are looked at like any image. */
    List<Found> find(Deadline deadline) {
        List<ImageSpec> told = request.images().stream()
                .filter(spec -> request.published(spec).isPresent())
                .toList();
        List<Found> there = Parallel.map(told, request.asked(), spec -> find(spec, deadline)).stream()
                .flatMap(Optional::stream)
                .toList();
        if (!there.isEmpty() && request.git().isDirty()) {
            log.progress("files differ from the commit by now; what was published of it is taken as it is");
        }
        return there;
    }

    private Optional<Found> find(ImageSpec spec, Deadline deadline) {
        PublishedImage told = request.published(spec).orElseThrow();
        ImageJob job = ImageJob.of(request, spec, false);
        String digest = told.reference().digest().orElseThrow();
        TagLook look = TagLook.at(registry, job, request.mode().moveTags(), deadline);
        Optional<Manifest> manifest = look.identity()
                .filter(there -> there.digest().equals(digest)
                        && job.identity().pinned(digest).equals(told.reference()));
        if (manifest.filter(this::isOfModifiedFiles).isPresent()) {
            return manifest.map(
                    there -> new Found(ImageJob.of(request, spec, true), Optional.of(there), true, Optional.of(look)));
        }
        return manifest.filter(there -> PublishGuard.isSame(job, there))
                .flatMap(there -> guard.existing(job, look, deadline))
                .map(there -> new Found(job, Optional.of(there), true, Optional.of(look)));
    }

    private boolean isOfModifiedFiles(Manifest manifest) {
        return request.mode().allowModified()
                && request.git().sha().equals(manifest.labels().get(BuildLabels.REVISION))
                && BuildLabels.MODIFIED.equals(manifest.labels().get(BuildLabels.INPUTS));
    }
}
