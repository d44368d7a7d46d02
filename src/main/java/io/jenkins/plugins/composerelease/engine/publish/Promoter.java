package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.ImageCopier;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hands images on to another repository or registry as they are: what was tested is what is released, digest by digest.
 * Nothing is built, and a tag that stands for one image is never taken from it.
 */
public final class Promoter {
    private static final int PARALLEL = 3;
    /** A whole version, with or without what follows; only its short forms may move. */
    private static final Pattern FULL_VERSION = Pattern.compile("v?[0-9]+\\.[0-9]+\\.[0-9]+([-+_].*)?");

    private final ImageCopier copier;
    private final Registry destination;
    private final ReleaseLog log;

    /**
     * @param destination the registry that the requests name
     */
    public Promoter(ImageCopier copier, Registry destination, ReleaseLog log) {
        this.copier = copier;
        this.destination = destination;
        this.log = log;
    }

    /**
     * Promotes all images or says why not; tags are looked at before anything is copied, and set when every image is there.
     *
     * @return the same images with their references at the destination
     * @throws ReleaseException with {@link ExitCode#PUBLISH_REFUSED} if a tag that never moves is another image's there,
     *     or a registry refuses
     */
    public ReleaseImages promote(PromoteRequest request, Deadline deadline) {
        ReleaseImages published = request.published();
        List<PublishedImage> images = published.images();
        Parallel.map(images, PARALLEL, image -> missingTags(request, image, deadline));
        List<Boolean> there = Parallel.map(images, PARALLEL, image -> copy(request, image, deadline));
        List<PublishedImage> promoted = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            promoted.add(tag(request, images.get(i), there.get(i), deadline));
        }
        return ReleaseImages.of(published.application(), published.revision(), published.branch(), promoted);
    }

    private boolean copy(PromoteRequest request, PublishedImage image, Deadline deadline) {
        ImageReference to = request.destination(image);
        Deadline watch = Deadline.in(deadline.remaining());
        ImageCopier.Moved moved = copier.copy(image.reference(), to, deadline);
        log.progress(image.name() + ": "
                + (moved.there()
                        ? "already at " + to
                        : "copied to " + to + " in " + Text.elapsed(watch.elapsed()) + " (" + moved.sent()
                                + " blobs sent, " + moved.bytes() + " bytes; " + moved.mounted()
                                + " mounted)"));
        return moved.there();
    }

    private PublishedImage tag(PromoteRequest request, PublishedImage image, boolean there, Deadline deadline) {
        ImageReference to = request.destination(image);
        List<String> missing = missingTags(request, image, deadline);
        missing.forEach(tag -> destination.tag(to, tag, deadline));
        missing.forEach(tag -> requireTag(to, tag, deadline));
        if (!missing.isEmpty()) {
            log.progress(image.name() + ": tagged " + String.join(", ", missing));
        }
        return new PublishedImage(
                image.name(),
                to,
                tags(request, image),
                image.revision(),
                image.size(),
                image.platforms(),
                there,
                image.services(),
                image.variable());
    }

    /** The tags that are to be set; refuses where one of them is taken for good. */
    private List<String> missingTags(PromoteRequest request, PublishedImage image, Deadline deadline) {
        ImageReference to = request.destination(image);
        List<String> missing = new ArrayList<>();
        for (String tag : tags(request, image)) {
            Optional<String> current = destination.digest(to.withTag(tag), deadline);
            if (current.equals(to.digest())) {
                continue;
            }
            if (current.isPresent() && fixed(tag, request.identity(image))) {
                throw new ReleaseException(
                        ExitCode.PUBLISH_REFUSED,
                        "Tag '" + tag + "' of '" + to.name() + "' stands for " + current.get() + ", expected "
                                + to.digest().orElseThrow() + ": such a tag is never moved.",
                        "Find out who put that image there; promote to another repository, or remove the tag by hand.");
            }
            missing.add(tag);
        }
        return missing;
    }

    private static List<String> tags(PromoteRequest request, PublishedImage image) {
        List<String> tags = new ArrayList<>(List.of(request.identity(image)));
        if (request.allTags()) {
            image.tags().stream().filter(tag -> !tags.contains(tag)).forEach(tags::add);
        }
        return tags;
    }

    /** Which rule a tag came from is not known here, so a whole version counts as one that never moves. */
    private static boolean fixed(String tag, String revision) {
        String brief = revision.substring(0, 7);
        return tag.equals(revision)
                || tag.equals(brief)
                || tag.endsWith("-" + brief)
                || FULL_VERSION.matcher(tag).matches();
    }

    private void requireTag(ImageReference to, String tag, Deadline deadline) {
        Optional<String> read = destination.manifest(to.withTag(tag), deadline).map(Manifest::digest);
        if (!read.equals(to.digest())) {
            throw new ReleaseException(
                    ExitCode.PUBLISH_REFUSED,
                    "The registry holds " + read.orElse("nothing") + " as '" + to.withTag(tag) + "' right after "
                            + to.digest().orElseThrow() + " was put there.",
                    "Somebody else sets the same tag: promote again when that has ended.");
        }
    }
}
