package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.util.List;
import java.util.Optional;

/** Keeps fixed tags what they are: asks the registry before anything is built. Read-only. */
final class PublishGuard {
    private final Registry registry;
    private final boolean rebuild;

    /**
     * @param rebuild whether images of the registry are replaced, as far as that is possible
     */
    PublishGuard(Registry registry, boolean rebuild) {
        this.registry = registry;
        this.rebuild = rebuild;
    }

    boolean rebuild() {
        return rebuild;
    }

    /**
     * The image the registry has under one of the fixed tags, if it is the one that would be built; empty if there is
     * none yet, or it is to be replaced.
     *
     * @throws ReleaseException if a fixed tag is another image's
     */
    Optional<Manifest> existing(ImageJob job, Deadline deadline) {
        return existing(job, TagLook.at(registry, job, false, deadline), deadline);
    }

    /** The same by what its tags were just seen to stand for. */
    Optional<Manifest> existing(ImageJob job, TagLook look, Deadline deadline) {
        Optional<Manifest> found = Optional.empty();
        for (Tag tag : job.tags()) {
            if (tag.moving() || rebuild && tag.rule() == TagRule.SHA) {
                continue;
            }
            Optional<Manifest> manifest = seen(job, tag, look, deadline);
            if (manifest.isPresent() && !replaces(rebuild, job, tag, manifest.get())) {
                requireSame(job, tag, manifest.get());
                requireOne(job, tag, found, manifest.get());
                found = manifest;
            }
        }
        return found;
    }

    private Optional<Manifest> seen(ImageJob job, Tag tag, TagLook look, Deadline deadline) {
        Optional<String> digest = look.digest(tag);
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        return digest.equals(look.identity().map(Manifest::digest))
                ? look.identity()
                : registry.wholeManifest(job.identity().withTag(tag.name()), deadline);
    }

    /** Whether a fixed tag may be taken from an image: only from the same revision's, but that revision's own tag. */
    static boolean replaces(boolean rebuild, ImageJob job, Tag tag, Manifest current) {
        return rebuild
                && (tag.rule() == TagRule.SHA
                        || job.labels().get(BuildLabels.REVISION).equals(label(current, BuildLabels.REVISION)));
    }

    /** Whether a manifest is of the image that this job would build. */
    static boolean isSame(ImageJob job, Manifest manifest) {
        String inputs = job.labels().get(BuildLabels.INPUTS);
        return job.labels().get(BuildLabels.REVISION).equals(label(manifest, BuildLabels.REVISION))
                && inputs.equals(label(manifest, BuildLabels.INPUTS))
                && !inputs.equals(BuildLabels.MODIFIED);
    }

    /** Somebody else was faster, with another image. */
    static ReleaseException givenToAnother(ImageJob job, Tag tag, String current, String digest) {
        return refused(
                "Tag '" + tag.name() + "' of image '" + job.name() + "' stands for " + current + ", expected " + digest
                        + ": it was given to another image while this was published, and is never moved.",
                "Somebody else publishes under the same tag: find out who, and publish again.");
    }

    private static void requireSame(ImageJob job, Tag tag, Manifest manifest) {
        if (isSame(job, manifest)) {
            return;
        }
        String ours = job.labels().get(BuildLabels.REVISION);
        String theirs = label(manifest, BuildLabels.REVISION);
        String tried = "Image '" + job.identity().withTag(tag.name()) + "' was not published: the registry has it ";
        if (!theirs.equals(ours)) {
            throw refused(
                    tried
                            + (theirs.isEmpty()
                                    ? "without a revision"
                                    : "from revision '" + Text.printable(theirs) + "'")
                            + " (" + manifest.digest() + "), expected revision '" + ours + "'.",
                    advice(tag));
        }
        throw refused(
                tried + "from the same revision '" + ours + "' but built with " + inputs(manifest) + ", expected "
                        + inputs(job) + differing(job, manifest) + ".",
                "Publish a new commit, or publish with 'rebuild' to replace it.");
    }

    private static void requireOne(ImageJob job, Tag tag, Optional<Manifest> found, Manifest manifest) {
        found.filter(other -> !other.digest().equals(manifest.digest())).ifPresent(other -> {
            throw refused(
                    "Image '" + job.identity().withTag(tag.name()) + "' was not published: the registry has "
                            + manifest.digest() + " under this tag and " + other.digest() + " under '"
                            + job.tags().get(0).name() + "', both from revision '"
                            + job.labels().get(BuildLabels.REVISION) + "'.",
                    "Publish with 'rebuild' to make them one.");
        });
    }

    private static String advice(Tag tag) {
        return switch (tag.rule()) {
            case SHA -> "Publish with 'rebuild' to replace it.";
            case SEMVER ->
                "Raise the version: a released one is never replaced; for one that moves use the rule 'version'.";
            default ->
                "It is never taken from another commit: remove the rule '"
                        + tag.rule().label() + "', or that tag from the registry.";
        };
    }

    private static String differing(ImageJob job, Manifest manifest) {
        List<String> names = BuildInputs.difference(
                job.labels().getOrDefault(BuildLabels.RECIPE, ""), label(manifest, BuildLabels.RECIPE));
        return names.isEmpty() ? "" : "; they differ in " + String.join(", ", names);
    }

    private static String inputs(Manifest manifest) {
        return describe(label(manifest, BuildLabels.INPUTS));
    }

    private static String inputs(ImageJob job) {
        return describe(job.labels().get(BuildLabels.INPUTS));
    }

    private static String describe(String inputs) {
        return switch (inputs) {
            case "" -> "inputs that are not recorded";
            case BuildLabels.MODIFIED -> "files that differ from the commit";
            default -> "inputs '" + Text.printable(inputs) + "'";
        };
    }

    private static String label(Manifest manifest, String name) {
        return manifest.labels().getOrDefault(name, "");
    }

    private static ReleaseException refused(String message, String advice) {
        return new ReleaseException(ExitCode.PUBLISH_REFUSED, message, advice);
    }
}
