package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        int schemaVersion, String application, String revision, Optional<String> branch, List<PublishedImage> images) {
    /** Its usual name, in the workspace. */
    public static final String FILE = "release-images.json";

    private static final int SCHEMA = 1;

    public ReleaseImages {
        if (schemaVersion != SCHEMA) {
            throw new InvalidInputException(
                    "it has schema version " + schemaVersion + ", expected " + SCHEMA + ".",
                    "Publish with the version of this program that deploys.");
        }
        Names.name("application", application);
        Names.revision(revision);
        images = List.copyOf(images);
    }

    public static ReleaseImages of(
            String application, String revision, Optional<String> branch, List<PublishedImage> images) {
        return new ReleaseImages(SCHEMA, application, revision, branch, images);
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

    /**
     * Refuses the images of another application.
     *
     * @param source what holds them, for messages
     */
    public void requireApplication(String expected, String source) {
        ImagesJson.requireApplication(application, expected, source);
    }

    /** The same with images of other names that an earlier publish of this revision gave. */
    public ReleaseImages with(ReleaseImages earlier) {
        if (!earlier.application.equals(application) || !earlier.revision.equals(revision)) {
            return this;
        }
        Map<String, PublishedImage> all = new LinkedHashMap<>();
        earlier.images.forEach(image -> all.put(image.name(), image));
        images.forEach(image -> all.put(image.name(), image));
        return of(application, revision, branch, List.copyOf(all.values()));
    }

    /**
     * Writes the file with what an earlier publish of this revision, or one at the same time, wrote there.
     *
     * @throws ReleaseException if it cannot be written
     */
    public void writeWithEarlier(Path file) {
        ImagesJson.alone(file, () -> earlier(file).map(this::with).orElse(this).write(file));
    }

    /** What an earlier publish wrote there, if it is that. */
    public static Optional<ReleaseImages> earlier(Path file) {
        try {
            return Optional.of(read(file));
        } catch (InvalidInputException e) {
            return Optional.empty(); // it is going to be replaced
        }
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) {
        ImagesJson.write(this, file);
    }
}
