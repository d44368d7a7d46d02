package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;

/** Builds images with the Docker engine and brings them to the registry. Thread-safe. */
final class ImageStore {
    private final PublishRequest request;
    private final PublishGuard guard;
    private final Registry registry;
    private final ImageBuilder builder;
    private final ImageCache cache;
    private final ImagePusher pusher;
    private final LocalImages engine;
    private final ReleaseLog log;

    ImageStore(
            PublishRequest request,
            PublishGuard guard,
            Registry registry,
            ImageBuilder builder,
            ImageCache cache,
            ImagePusher pusher,
            LocalImages engine,
            ReleaseLog log) {
        this.request = request;
        this.guard = guard;
        this.registry = registry;
        this.builder = builder;
        this.cache = cache;
        this.pusher = pusher;
        this.engine = engine;
        this.log = log;
    }

    /** Brings an image that the registry does not have there: what was built before, or what is built now. */
    Found publish(ImageJob job, Deadline deadline) {
        Optional<BuiltImage> built = request.built(job.spec());
        Deadline watch = Deadline.in(deadline.remaining());
        List<String> ids = built.map(image -> engine.requireToPush(job, image, request.mode(), deadline))
                .orElseGet(() -> build(job, deadline));
        List<String> platforms = PlatformImages.of(job, built);
        Optional<Manifest> meanwhile = guard.existing(job, deadline);
        if (meanwhile.isPresent()) {
            return new Found(job, meanwhile, true); // another build of this commit was faster
        }
        log.progress(job.name() + ": "
                + (built.isPresent()
                        ? "pushing what was built before, " + String.join(", ", ids)
                        : "built in " + Text.elapsed(watch.elapsed()) + ", pushing"));
        return push(job, platforms, ids, watch, deadline);
    }

    /** Leaves an image with the engine: what was built before, or what is built now. */
    BuiltImage keep(ImageJob job, Deadline deadline) {
        Optional<BuiltImage> before = request.built(job.spec());
        if (before.isPresent()) {
            List<String> ids = engine.require(job, before.get(), request.mode(), deadline);
            log.progress(job.name() + ": built before, not pushed, "
                    + before.get().reference().map(Object::toString).orElseGet(() -> String.join(", ", ids)));
            return before.get();
        }
        Deadline watch = Deadline.in(deadline.remaining());
        List<String> ids = build(job, deadline);
        log.progress(
                job.name() + ": built in " + Text.elapsed(watch.elapsed()) + ", not pushed, " + String.join(", ", ids));
        return new BuiltImage(
                job.name(),
                ids,
                Optional.empty(),
                job.labels().get(BuildLabels.INPUTS),
                job.spec().build().platforms(),
                job.spec().services(),
                job.spec().variable());
    }

    private List<String> build(ImageJob job, Deadline deadline) {
        log.progress(job.name() + ": building");
        return builder.build(job, cache.of(job, deadline), deadline);
    }

    private Found push(ImageJob job, List<String> platforms, List<String> ids, Deadline watch, Deadline deadline) {
        IdentityClaim claim = new IdentityClaim(registry, guard.rebuild());
        String digest;
        try {
            digest = ids.size() > 1
                    ? new PlatformImages(pusher, registry, claim).push(job, platforms, ids, deadline)
                    : pusher.pushAside(job.name(), job.identity(), ids.get(0), deadline);
        } catch (CommandFailedException e) {
            Manifest winner = claim.winner(job, job.identity(), e, deadline);
            log.progress(job.name() + ": not pushed; another build of this commit was faster, " + winner.digest());
            return new Found(job, Optional.of(winner), true);
        }
        Manifest manifest = claim.take(job, digest, deadline);
        boolean ours = manifest.digest().equals(digest);
        if (ours) {
            cache.keep(job, job.identity().pinned(digest), deadline);
        }
        log.progress(job.name() + ": pushed " + digest + " in " + Text.elapsed(watch.elapsed())
                + (ours ? "" : "; another build of this commit was faster"));
        return new Found(job, Optional.of(manifest), !ours);
    }
}
