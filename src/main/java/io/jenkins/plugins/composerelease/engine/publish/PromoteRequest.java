package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import java.util.HashSet;
import java.util.Set;

/**
 * What to promote.
 *
 * @param published what was published, or promoted before
 * @param registry host and optional port of the registry that gets the images
 * @param prefix what stands before the images' names there, without a slash at its end; empty for nothing
 * @param allTags whether the other tags of the images go along; their revision's tag always does
 */
public record PromoteRequest(ReleaseImages published, String registry, String prefix, boolean allTags) {

    /**
     * @throws InvalidInputException if the prefix is none, there is nothing to promote, or two images have one name
     */
    public PromoteRequest {
        Set<String> names = new HashSet<>();
        if (published.images().isEmpty()) {
            throw new InvalidInputException("There is no image to promote.", "Publish one first.");
        }
        for (PublishedImage image : published.images()) {
            destination(registry, prefix, image);
            if (!names.add(image.name())) {
                throw new InvalidInputException(
                        "Two images are to be promoted as '" + image.name() + "'.", "Give each its own name.");
            }
        }
    }

    /** Where an image goes, pinned to the digest that it has. */
    ImageReference destination(PublishedImage image) {
        return destination(registry, prefix, image);
    }

    /** What the image's tags mean there. */
    PromotedTags tags(PublishedImage image) {
        return new PromotedTags(image, image.revision().orElse(published.revision()));
    }

    private static ImageReference destination(String registry, String prefix, PublishedImage image) {
        return ImageReference.parse(registry + "/" + (prefix.isEmpty() ? "" : prefix + "/") + image.name())
                .pinned(image.reference().digest().orElseThrow());
    }
}
