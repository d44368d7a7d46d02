package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Points the tags of images that the registry has at them. No layer is moved. Thread-safe. */
final class TagMover {
    private static final String VERSION = "org.opencontainers.image.version";

    private static final String COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}";

    private final Registry registry;
    private final PublishRequest request;
    private final GitHistory history;
    private final ReleaseLog log;

    TagMover(Registry registry, PublishRequest request, GitHistory history, ReleaseLog log) {
        this.registry = registry;
        this.request = request;
        this.history = history;
        this.log = log;
    }

    /**
     * What is to be done with the tags of an image.
     *
     * @param tags all that stand for it in the end
     * @param due those of them that do not yet
     */
    record Moves(Found image, List<String> tags, List<Tag> due) {}

    /**
     * Looks at the tags of an image and changes nothing; one that follows newer images stays where it stands for a newer
     * one.
     *
     * @throws ReleaseException with {@link ExitCode#PUBLISH_REFUSED} if a tag was given to another image for good
     */
    Moves due(Found image, Deadline deadline) {
        ImageJob job = image.job();
        Manifest manifest = image.manifest().orElseThrow();
        if (image.reused()) {
            log.progress(job.name() + ": already in the registry, " + manifest.digest());
        }
        List<String> tags = new ArrayList<>();
        List<Tag> due = new ArrayList<>();
        List<Tag> wanted = job.tags().stream()
                .filter(tag -> !tag.moving() || request.mode().moveTags())
                .toList();
        RegistryVersions released =
                new RegistryVersions(registry, job.identity(), request.tagging().versionPrefix());
        TagLook look = image.look()
                .orElseGet(() -> TagLook.at(registry, job, request.mode().moveTags(), deadline));
        for (Tag tag : wanted) {
            Optional<String> current = look.digest(tag);
            if (current.equals(Optional.of(manifest.digest()))) {
                tags.add(tag.name());
            } else if ((current.isEmpty() || mayMove(job, tag, manifest.digest(), deadline))
                    && !isOfNewer(job, tag, released, deadline)) {
                tags.add(tag.name());
                due.add(tag);
            }
        }
        return new Moves(image, tags, due);
    }

    /**
     * Sets the tags of an image, those for good first: where one is refused, none that moves has moved.
     *
     * @throws ReleaseException with {@link ExitCode#PUBLISH_REFUSED} if somebody else was given one meanwhile
     */
    PublishedImage set(Moves moves, Deadline deadline) {
        ImageJob job = moves.image().job();
        Manifest manifest = moves.image().manifest().orElseThrow();
        new IdentityClaim(registry, request.mode().rebuild())
                .give(
                        job,
                        manifest.digest(),
                        moves.due().stream().filter(tag -> !tag.moving()).toList(),
                        deadline);
        moves.due().stream()
                .filter(Tag::moving)
                .forEach(tag -> registry.tag(job.identity().pinned(manifest.digest()), tag.name(), deadline));
        tell(job, moves.due().stream().map(Tag::name).toList());
        return published(moves.image(), manifest, moves.tags());
    }

    private void tell(ImageJob job, List<String> moved) {
        if (!moved.isEmpty()) {
            log.progress(job.name() + ": tagged " + String.join(", ", moved));
        }
        List<String> held = job.tags().stream()
                .filter(tag -> tag.moving() && !request.mode().moveTags())
                .map(Tag::name)
                .toList();
        if (!held.isEmpty()) {
            log.progress(job.name() + ": not moved yet: " + String.join(", ", held));
        }
    }

    private boolean mayMove(ImageJob job, Tag tag, String digest, Deadline deadline) {
        Optional<Manifest> current = registry.manifest(job.identity().withTag(tag.name()), deadline);
        if (current.isEmpty()) {
            return true;
        }
        if (!tag.moving()) {
            if (!PublishGuard.replaces(request.mode().rebuild(), job, tag, current.get())) {
                throw PublishGuard.givenToAnother(job, tag, current.get().digest(), digest);
            }
            return true;
        }
        requireNotForGood(job, tag, current.get());
        return !isNewer(job, tag, current.get(), deadline);
    }

    /** A branch, or a text of one's own, may read like what another build gave its image for good. */
    private void requireNotForGood(ImageJob job, Tag tag, Manifest current) {
        String revision = current.labels().getOrDefault(BuildLabels.REVISION, "");
        if (!revision.matches(COMMIT)) {
            return;
        }
        String sha = request.tagging().shaPrefix() + revision;
        String brief = revision.substring(0, TagContext.SHORT);
        String version = request.tagging().versionPrefix() + current.labels().getOrDefault(VERSION, "") + "-" + brief;
        List<String> forGood = List.of(sha, request.tagging().shaPrefix() + brief, TagText.valid(version));
        if (forGood.contains(tag.name())) {
            throw new ReleaseException(
                    ExitCode.PUBLISH_REFUSED,
                    "Tag '" + tag.name() + "' of image '" + job.name() + "' stands for revision '" + revision + "' ("
                            + current.digest() + ") for good; the rule '"
                            + tag.rule().label() + "' would move it.",
                    "Rename the branch or version it comes from.");
        }
    }

    /** Not by Git's tags alone: a shallow clone has none of them. */
    private boolean isNewer(ImageJob job, Tag tag, Manifest current, Deadline deadline) {
        Optional<Version> ours = version(job.labels());
        Optional<Version> theirs = version(current.labels());
        boolean versions = tag.rule() == TagRule.LATEST || tag.rule() == TagRule.SEMVER;
        if (!versions || ours.isEmpty() || theirs.isEmpty() || ours.get().compareTo(theirs.get()) == 0) {
            return comesAfter(job, tag, current, deadline);
        }
        if (theirs.get().isPreRelease()) {
            return ours.get().isPreRelease() && comesAfter(job, tag, current, deadline);
        }
        boolean newer = theirs.get().compareTo(ours.get()) > 0;
        if (newer) {
            log.progress(job.name() + ": " + tag.name() + " stays at version " + theirs.get() + " (" + current.digest()
                    + "), which is newer than " + ours.get());
        }
        return newer;
    }

    private boolean isOfNewer(ImageJob job, Tag tag, RegistryVersions released, Deadline deadline) {
        Optional<Version> newer = version(job.labels()).flatMap(ours -> released.newer(tag, ours, deadline));
        newer.ifPresent(version -> log.progress(job.name() + ": " + tag.name()
                + " stays as it is: the registry has version " + version + ", which is newer than "
                + version(job.labels()).orElseThrow()));
        return newer.isPresent();
    }

    /** A slower build of an older commit, or an old one that is run again. A text of one's own goes where it is put. */
    private boolean comesAfter(ImageJob job, Tag tag, Manifest current, Deadline deadline) {
        String theirs = current.labels().getOrDefault(BuildLabels.REVISION, "");
        boolean after = tag.rule() != TagRule.CUSTOM
                && !request.mode().rebuild()
                && theirs.matches(COMMIT)
                && history.isBefore(request.git().sha(), theirs, deadline);
        if (after) {
            log.progress(job.name() + ": " + tag.name() + " stays at revision " + theirs + " (" + current.digest()
                    + "), which comes after " + request.git().sha());
        }
        return after;
    }

    private static Optional<Version> version(Map<String, String> labels) {
        return Optional.ofNullable(labels.get(VERSION)).flatMap(Version::parse);
    }

    private PublishedImage published(Found image, Manifest manifest, List<String> tags) {
        ImageJob job = image.job();
        ImageReference pinned = job.identity().pinned(manifest.digest());
        return new PublishedImage(
                job.name(),
                pinned,
                tags,
                Optional.of(request.git().sha()),
                manifest.size(),
                manifest.platforms(),
                image.reused(),
                job.spec().services(),
                job.spec().variable(),
                job.identity().tag(),
                job.tags().stream()
                        .filter(Tag::moving)
                        .map(Tag::name)
                        .filter(tags::contains)
                        .toList());
    }
}
