package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.command.BuildCache;
import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The build cache of images in their own repositories of the registry. What it cannot read or keep makes a build slower
 * and never fails it. Thread-safe.
 */
final class ImageCache {
    /** Its builder is the engine itself, which writes no cache into a registry. */
    private static final Pattern ENGINES_OWN = Pattern.compile("(?m)^Driver:\\s+docker\\s*$");

    private final PublishRequest request;
    private final Registry registry;
    private final ImageCommands docker;
    private final boolean ownImages;
    private final boolean needsPull;

    /**
     * @param docker runs with the login
     * @param buildKit whether images are built by it; the classic builder otherwise
     */
    ImageCache(PublishRequest request, Registry registry, ImageCommands docker, boolean buildKit, Deadline deadline) {
        this.request = request;
        this.registry = registry;
        this.docker = docker;
        CacheMode mode = request.mode().cache();
        boolean insecure = request.registry().insecure();
        boolean asked = buildKit && (mode == CacheMode.REGISTRY || mode == CacheMode.INLINE && insecure);
        boolean engines = !buildKit || asked && isEnginesOwn(deadline);
        this.ownImages = mode == CacheMode.REGISTRY && !engines;
        // Neither reads from the registry: the classic builder never does, and the engine's BuildKit only with TLS,
        // unless its settings name the registry with http:// in front. Both find what the engine has.
        this.needsPull = !buildKit || insecure && engines;
        if (mode == CacheMode.REGISTRY && engines) {
            docker.log()
                    .warn("this builder writes no cache of its own into a registry (a builder of the driver"
                            + " docker-container does): it is kept inline, in the images");
        }
    }

    private boolean isEnginesOwn(Deadline deadline) {
        return ENGINES_OWN
                .matcher(docker.ask(BuildCache.inspectBuilder(), deadline).output())
                .find();
    }

    /** Refuses tags that caches have in this or another build, before anything is built. */
    static void requireApart(PublishRequest request, List<ImageJob> jobs) {
        if (request.mode().cache() != CacheMode.NONE) {
            jobs.forEach(job -> CacheSources.requireApart(job.name(), job.tags()));
        }
    }

    /** What a build of the image uses: the sources that the registry has, in their order. */
    BuildCache of(ImageJob job, Deadline deadline) {
        if (request.mode().cache() == CacheMode.NONE) {
            return BuildCache.LOCAL;
        }
        CacheSources tags = tags(job);
        List<ImageReference> sources = existing(job, tags.read(), deadline);
        if (needsPull) {
            sources = sources.stream()
                    .limit(1)
                    .filter(source -> pull(job, source, deadline))
                    .toList();
        }
        if (tags.write().isEmpty() || keepsOwnImage(job) && !request.mode().push()) {
            return BuildCache.readOnly(sources);
        }
        return keepsOwnImage(job)
                ? BuildCache.registry(
                        sources, job.identity().withTag(tags.write().get(0)))
                : BuildCache.inline(sources);
    }

    /**
     * Points the cache's tags at what was built and pushed.
     *
     * @param pinned the image
     */
    void keep(ImageJob job, ImageReference pinned, Deadline deadline) {
        List<String> tags = tags(job).write();
        boolean nothing = keepsOwnImage(job) && request.built(job.spec()).isPresent();
        if (request.mode().cache() == CacheMode.NONE || tags.isEmpty() || nothing) {
            return;
        }
        try {
            Optional<ImageReference> kept = Optional.of(pinned);
            if (keepsOwnImage(job)) {
                kept = registry.digest(job.identity().withTag(tags.get(0)), deadline)
                        .map(digest -> job.identity().pinned(digest));
                if (kept.isEmpty()) {
                    warnOfNone(job, tags.get(0));
                }
                tags = tags.subList(1, tags.size());
            }
            for (String tag : kept.isPresent() ? tags : List.<String>of()) {
                registry.tag(kept.get(), tag, deadline);
            }
        } catch (ReleaseException e) {
            docker.log().warn(job.name() + ": its build cache was not kept: " + e.getMessage());
        }
    }

    /** BuildKit was told to go on where the registry refuses its cache: nobody would learn of it. */
    private void warnOfNone(ImageJob job, String tag) {
        docker.log()
                .warn(job.name() + ": its build cache '" + tag + "' is not in the registry although it was built with"
                        + " one: this registry may not take it. Look at what BuildKit said of the export, or use"
                        + " cache: inline");
    }

    /** One image cannot hold the steps of several platforms that are built one after the other. */
    private boolean keepsOwnImage(ImageJob job) {
        return ownImages && job.spec().build().platforms().size() < 2;
    }

    private CacheSources tags(ImageJob job) {
        return CacheSources.of(job.spec().build().cacheKey(), request.context(job.spec()));
    }

    private List<ImageReference> existing(ImageJob job, List<String> tags, Deadline deadline) {
        try {
            List<ImageReference> found = tags.stream()
                    .map(tag -> job.identity().withTag(tag))
                    .filter(source -> registry.digest(source, deadline).isPresent())
                    .toList();
            docker.log()
                    .progress(job.name()
                            + (found.isEmpty()
                                    ? ": no build cache in the registry yet"
                                    : ": build cache " + found.get(0).tag().orElse("")));
            return found;
        } catch (ReleaseException e) {
            docker.log().warn(job.name() + ": the registry's build cache is not used: " + e.getMessage());
            return List.of();
        }
    }

    private boolean pull(ImageJob job, ImageReference source, Deadline deadline) {
        if (docker.run(job.name(), BuildCache.pull(source), deadline).result().succeeded()) {
            return true;
        }
        docker.log().warn(job.name() + ": the build cache " + source + " could not be pulled; it is not used");
        return false;
    }
}
