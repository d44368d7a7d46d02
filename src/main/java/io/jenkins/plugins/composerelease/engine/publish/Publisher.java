package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds images, pushes them under the tag of their commit, and points their other tags at them. What the registry has
 * already is neither built nor pushed again, and a fixed tag is never taken from another image.
 */
public final class Publisher {
    private static final Duration ANSWER = Duration.ofSeconds(30);

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
        PublishGuard guard = new PublishGuard(registry, request.mode().rebuild());
        List<Found> found = look(request, guard, deadline);
        List<Found> stored = found.stream().allMatch(Found::there)
                ? found
                : withEngine(
                        request,
                        guard,
                        found,
                        deadline,
                        store -> Parallel.map(
                                found,
                                request.parallel(),
                                image -> image.there() ? image.toLookAgain() : store.publish(image.job(), deadline)));
        TagMover tags = new TagMover(registry, request, new GitHistory(local, request.workspace()), log);
        List<TagMover.Moves> moves = Parallel.map(stored, request.asked(), image -> tags.due(image, deadline));
        return Parallel.map(moves, request.asked(), due -> tags.set(due, deadline));
    }

    /**
     * Builds what the registry does not have, and pushes nothing: the Docker engine keeps it for {@link #publish}. What
     * was built before stays as it is. A registry that does not answer, or refuses the login, is left out.
     *
     * @param application name of the application, for what is handed on
     * @return the images in the order of the request
     * @throws ReleaseException as for {@link #publish} where the registry answers
     */
    public BuiltImages build(String application, PublishRequest request, Deadline deadline) {
        PublishRequest kept = request.keeping();
        try {
            Deadline soon = deadline.atMost(ANSWER);
            Parallel.map(kept.images(), kept.asked(), spec -> registry.digest(kept.ofCommit(spec), soon));
        } catch (ReleaseException e) {
            leaveOut("the registry", e);
            return new Publisher(local, new SilentRegistry(), environment, log)
                    .keep(application, kept.withoutLogin(), deadline);
        }
        return keep(application, kept, deadline);
    }

    private BuiltImages keep(String application, PublishRequest request, Deadline deadline) {
        PublishGuard guard = new PublishGuard(registry, request.mode().rebuild());
        List<Found> found = look(request, guard, deadline);
        LocalImages engine = new LocalImages(local, Map.of());
        List<BuiltImage> images = withEngine(
                request,
                guard,
                found,
                deadline,
                store -> Parallel.map(
                        found,
                        request.parallel(),
                        image -> wasBuilt(request, image) || !image.there()
                                ? store.keep(image.job(), deadline)
                                : there(image)));
        return BuiltImages.of(application, request.git(), engine.name(deadline), engine.platform(deadline), images);
    }

    private List<Found> look(PublishRequest request, PublishGuard guard, Deadline deadline) {
        ImageJob.requireDistinct(request.images());
        PublishedBefore before = new PublishedBefore(registry, request, guard, log);
        List<Found> known = before.find(deadline);
        Set<String> there = known.stream().map(image -> image.job().name()).collect(Collectors.toSet());
        PublishRequest rest = request.withImages(request.images().stream()
                .filter(spec -> !there.contains(spec.name()))
                .toList());
        List<ImageJob> jobs = ImageJob.of(rest);
        ImageCache.requireApart(request, jobs);
        List<ImageJob> toBuild =
                jobs.stream().filter(job -> job.files().isPresent()).toList();
        requirePublishable(request, toBuild);
        SourceCheck.warnings(request, toBuild).forEach(log::warn);
        List<Found> found = Parallel.map(jobs, request.asked(), job -> look(job, request, guard, deadline));
        found.stream()
                .filter(image -> request.mode().push() && image.there() && wasBuilt(request, image))
                .forEach(image -> log.warn(image.job().name()
                        + ": another build published this commit meanwhile: its image is taken, not the one that"
                        + " was built here"));
        return inOrder(request, known, found);
    }

    private Found look(ImageJob job, PublishRequest request, PublishGuard guard, Deadline deadline) {
        TagLook look = TagLook.at(
                registry, job, request.mode().push() && request.mode().moveTags(), deadline);
        return new Found(job, guard.existing(job, look, deadline), true, Optional.of(look));
    }

    private static List<Found> inOrder(PublishRequest request, List<Found> known, List<Found> found) {
        List<String> names = request.images().stream().map(ImageSpec::name).toList();
        return Stream.concat(known.stream(), found.stream())
                .sorted(Comparator.comparing(image -> names.indexOf(image.job().name())))
                .toList();
    }

    private static boolean wasBuilt(PublishRequest request, Found image) {
        return request.built(image.job().spec())
                .filter(built -> !built.ids().isEmpty())
                .isPresent();
    }

    private <T> T withEngine(
            PublishRequest request,
            PublishGuard guard,
            List<Found> found,
            Deadline deadline,
            Function<ImageStore, T> work) {
        try (DockerConfig config = logIn(request, deadline)) {
            ImageBuilder builder = new ImageBuilder(local, config.variables(), request.workspace(), log, deadline);
            builder.requirePossible(found.stream()
                    .filter(image ->
                            !image.there() && request.built(image.job().spec()).isEmpty())
                    .map(Found::job)
                    .toList());
            ImageCache cache = new ImageCache(
                    request, registry, new ImageCommands(local, config.variables(), log), builder.buildKit(), deadline);
            ImagePusher pusher = new ImagePusher(local, config.variables(), registry, log);
            LocalImages engine = new LocalImages(local, config.variables());
            return work.apply(new ImageStore(request, guard, registry, builder, cache, pusher, engine, log));
        }
    }

    /** A registry may let anybody read, and refuse a login that nothing needs. */
    private DockerConfig logIn(PublishRequest request, Deadline deadline) {
        try {
            return DockerConfig.open(local, request.registry(), environment, log, deadline);
        } catch (ReleaseException e) {
            if (request.mode().push()) {
                throw e;
            }
            leaveOut("a login", e);
            return DockerConfig.open(local, request.registry().anonymous(), environment, log, deadline);
        }
    }

    private void leaveOut(String what, ReleaseException why) {
        if (Thread.currentThread().isInterrupted()) {
            throw why;
        }
        log.warn("built without " + what + ", as nothing is pushed: " + why.getMessage());
    }

    private BuiltImage there(Found image) {
        ImageJob job = image.job();
        String digest = image.manifest().orElseThrow().digest();
        log.progress(job.name() + ": already in the registry, " + digest);
        return new BuiltImage(
                job.name(),
                List.of(),
                Optional.of(job.identity().pinned(digest)),
                job.labels().get(BuildLabels.INPUTS),
                List.of(),
                job.spec().services(),
                job.spec().variable());
    }

    /** What was built before is pushed as it is, so that files that tests left behind do not matter. */
    private static void requirePublishable(PublishRequest request, List<ImageJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        SourceCheck.require(request, jobs);
        jobs.stream()
                .filter(job -> !request.mode().allowModified())
                .filter(job -> job.labels().get(BuildLabels.INPUTS).equals(BuildLabels.MODIFIED))
                .findFirst()
                .ifPresent(job -> {
                    throw modified(request.git(), job);
                });
    }

    private static InvalidInputException modified(GitState git, ImageJob job) {
        List<String> modified = job.files().orElseThrow().modified(git.changes());
        return new InvalidInputException(
                "Image '" + job.name() + "' was not published: the work tree differs from commit " + git.sha() + " in "
                        + first(modified) + ".",
                "Commit or remove these files, keep them out with .gitignore or .dockerignore, or allow it with"
                        + " 'allowModified' (--allow-modified).");
    }

    private static String first(List<String> paths) {
        List<String> shown = paths.stream()
                .limit(5)
                .map(path -> "'" + Text.printable(path) + "'")
                .toList();
        return String.join(", ", shown) + (paths.size() > 5 ? " and " + (paths.size() - 5) + " more" : "");
    }
}
