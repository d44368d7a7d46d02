package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What publishing hands to plan and deploy, also in a later stage or job: {@code release-images.json}.
 *
 * @param schemaVersion version of this form, 1
 * @param application application name
 * @param revision Git revision that the images were built from
 * @param branch Git branch it was on
 * @param images the images, pinned by digest
 */
public record ReleaseImages(
        int schemaVersion, String application, String revision, Optional<String> branch, List<PublishedImage> images)
        implements ImagesJson.Document {
    /** Its usual name, in the workspace. */
    public static final String FILE = "release-images.json";

    public ReleaseImages {
        ImagesJson.requireForm(
                schemaVersion, application, revision, "Publish with the version of this program that deploys.");
        images = List.copyOf(images);
    }

    public static ReleaseImages of(
            String application, String revision, Optional<String> branch, List<PublishedImage> images) {
        return new ReleaseImages(ImagesJson.SCHEMA, application, revision, branch, images);
    }

    /**
     * @throws InvalidInputException if there is no such file, or it is not what {@link #write} writes
     */
    public static ReleaseImages read(Path file) {
        return ImagesJson.read(file, ReleaseImages.class, "Publish first, or name its result.");
    }

    /**
     * Reads the same from a text.
     *
     * @param source what it is, for messages
     * @throws InvalidInputException if it is not what {@link #write} writes
     */
    public static ReleaseImages parse(String json, String source) {
        return ImagesJson.parse(json, ReleaseImages.class, source);
    }

    /** The same with images of other names that an earlier publish of this revision gave, in the same registry. */
    public ReleaseImages with(ReleaseImages earlier) {
        if (!earlier.application.equals(application) || !earlier.revision.equals(revision)) {
            return this;
        }
        Set<String> registries =
                images.stream().map(image -> image.reference().registry()).collect(Collectors.toSet());
        Map<String, PublishedImage> all = new LinkedHashMap<>();
        earlier.images.stream()
                .filter(image -> registries.contains(image.reference().registry()))
                .forEach(image -> all.put(image.name(), image));
        images.forEach(image -> all.put(image.name(), image));
        return of(application, revision, branch, List.copyOf(all.values()));
    }

    /**
     * Writes the file with what an earlier publish of this revision, or one at the same time, wrote there.
     *
     * @return the names of the images that were kept
     * @throws ReleaseException if it cannot be written
     */
    public List<String> writeWithEarlier(Path file) {
        List<String> kept = new ArrayList<>();
        ImagesJson.alone(file, () -> {
            ReleaseImages all = earlier(file).map(this::with).orElse(this);
            all.write(file);
            all.images.forEach(image -> kept.add(image.name()));
        });
        images.forEach(image -> kept.remove(image.name()));
        return kept;
    }

    /** What an earlier publish wrote there, if it is that. */
    public static Optional<ReleaseImages> earlier(Path file) {
        try {
            return Optional.of(read(file));
        } catch (InvalidInputException e) {
            return Optional.empty(); // it is going to be replaced
        }
    }
}
