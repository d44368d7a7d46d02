package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds images, pushes them under the tag of their commit, and points their other tags at them. What the registry has
 * already is neither built nor pushed again, and a fixed tag is never taken from another image.
 */
public final class Publisher {
    private final CommandRunner local;
    private final Registry registry;
    private final Map<String, String> environment;
    private final ReleaseLog log;

    /**
     * @param local runs Docker where the workspace is
     * @param registry the one that the requests name
     * @param environment variables that {@code local} starts Docker with, for its configuration directory
     */
    public Publisher(CommandRunner local, Registry registry, Map<String, String> environment, ReleaseLog log) {
        this.local = local;
        this.registry = registry;
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    /**
     * Publishes all images or says why not. Tags other than the commit's are set when every image is in the registry.
     *
     * @return the images in the order of the request
     * @throws InvalidInputException if the request cannot be carried out; nothing was built
     * @throws ReleaseException with {@link ExitCode#PUBLISH_REFUSED} if a fixed tag is another image's, before anything
     *     is built, or the registry refuses
     */
    public List<PublishedImage> publish(PublishRequest request, Deadline deadline) {
        List<ImageJob> jobs = ImageJob.of(request);
        requireUnmodified(request);
        PublishGuard guard = new PublishGuard(registry, request.rebuild());
        List<Found> found =
                Parallel.map(jobs, request.parallel(), job -> new Found(job, guard.existing(job, deadline), true));
        List<Found> stored = store(request, guard, found, deadline);
        return Parallel.map(stored, request.parallel(), image -> tag(request, image, deadline));
    }

    private List<Found> store(PublishRequest request, PublishGuard guard, List<Found> found, Deadline deadline) {
        if (found.stream().allMatch(image -> image.manifest().isPresent())) {
            return found;
        }
        try (DockerConfig config = DockerConfig.open(local, request.registry(), environment, log, deadline)) {
            ImageBuilder builder = new ImageBuilder(local, config.variables(), request.workspace(), log, deadline);
            ImagePusher pusher = new ImagePusher(local, config.variables(), registry, log);
            return Parallel.map(
                    found,
                    request.parallel(),
                    image ->
                            image.manifest().isPresent() ? image : build(image.job(), builder, pusher, guard, deadline));
        }
    }

    private Found build(
            ImageJob job, ImageBuilder builder, ImagePusher pusher, PublishGuard guard, Deadline deadline) {
        log.progress(job.name() + ": building");
        Deadline watch = Deadline.in(deadline.remaining());
        String imageId = builder.build(job, deadline);
        Optional<Manifest> meanwhile = guard.existing(job, deadline);
        if (meanwhile.isPresent()) {
            return new Found(job, meanwhile, true); // another build of this commit was faster
        }
        log.progress(job.name() + ": built in " + Text.elapsed(watch.elapsed()) + ", pushing");
        String digest = pusher.pushAside(job.name(), job.identity(), imageId, deadline);
        Manifest manifest = new IdentityClaim(registry, guard.rebuild()).take(job, digest, deadline);
        boolean ours = manifest.digest().equals(digest);
        log.progress(
                job.name() + ": pushed " + digest + " in " + Text.elapsed(watch.elapsed())
                        + (ours ? "" : "; another build of this commit was faster"));
        return new Found(job, Optional.of(manifest), !ours);
    }

    private PublishedImage tag(PublishRequest request, Found image, Deadline deadline) {
        ImageJob job = image.job();
        Manifest manifest = image.manifest().orElseThrow();
        ImageReference pinned = job.identity().pinned(manifest.digest());
        if (image.reused()) {
            log.progress(job.name() + ": already in the registry, " + manifest.digest());
        }
        List<String> moved = new ArrayList<>();
        for (Tag tag : job.tags()) {
            Optional<Manifest> current = registry.manifest(job.identity().withTag(tag.name()), deadline);
            if (current.map(Manifest::digest).equals(Optional.of(manifest.digest()))) {
                continue;
            }
            requireMovable(request, job, tag, current);
            registry.tag(pinned, tag.name(), deadline);
            moved.add(tag.name());
        }
        if (!moved.isEmpty()) {
            log.progress(job.name() + ": tagged " + String.join(", ", moved));
        }
        return new PublishedImage(
                job.name(),
                pinned,
                job.tags().stream().map(Tag::name).toList(),
                Optional.of(request.git().sha()),
                manifest.size(),
                manifest.platforms(),
                image.reused(),
                job.spec().services(),
                job.spec().variable());
    }

    private static void requireMovable(PublishRequest request, ImageJob job, Tag tag, Optional<Manifest> current) {
        if (!tag.moving() && current.isPresent() && !request.rebuild()) {
            throw new ReleaseException(
                    ExitCode.PUBLISH_REFUSED,
                    "Tag '" + tag.name() + "' of image '" + job.name() + "' was given to "
                            + current.get().digest() + " while this was published; such a tag is never moved.",
                    "Somebody else publishes the same version: find out who, and publish again.");
        }
    }

    private static void requireUnmodified(PublishRequest request) {
        if (request.allowModified()) {
            return;
        }
        request.images().forEach(spec -> {
            List<String> modified = BuildContext.of(request.workspace(), spec)
                    .modified(request.git().changes());
            if (!modified.isEmpty()) {
                throw new InvalidInputException(
                        "Image '" + spec.name() + "' was not published: the work tree differs from commit "
                                + request.git().sha() + " in " + first(modified) + ".",
                        "Commit or remove these files, or keep them out with .gitignore or .dockerignore.");
            }
        });
    }

    private static String first(List<String> paths) {
        List<String> shown = paths.stream()
                .limit(5)
                .map(path -> "'" + Text.printable(path) + "'")
                .toList();
        return String.join(", ", shown) + (paths.size() > 5 ? " and " + (paths.size() - 5) + " more" : "");
    }

    /**
     * An image on its way.
     *
     * @param manifest what the registry has of it
     * @param reused whether this publish did not put it there
     */
    private record Found(ImageJob job, Optional<Manifest> manifest, boolean reused) {}
}
