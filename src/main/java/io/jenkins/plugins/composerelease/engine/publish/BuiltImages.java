package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What was built and not pushed, for what starts it or pushes it later: {@code built-images.json}.
 *
 * @param schemaVersion version of this form, 1
 * @param application application name
 * @param revision Git revision that the images were built from
 * @param branch Git branch it was on
 * @param engine name of the Docker engine that has the images, for messages
 * @param platform that engine's own, {@code os/architecture}
 * @param images the images, by id
 */
public record BuiltImages(
        int schemaVersion,
        String application,
        String revision,
        Optional<String> branch,
        String engine,
        String platform,
        List<BuiltImage> images)
        implements ImagesJson.Document {
    /** Its usual name, in the workspace. */
    public static final String FILE = "built-images.json";

    public BuiltImages {
        ImagesJson.requireForm(
                schemaVersion, application, revision, "Build and push with the same version of this program.");
        images = List.copyOf(images);
    }

    static BuiltImages of(String application, GitState git, String engine, String platform, List<BuiltImage> images) {
        return new BuiltImages(ImagesJson.SCHEMA, application, git.sha(), git.branch(), engine, platform, images);
    }

    /**
     * @throws InvalidInputException if there is no such file, or it is not what {@link #write} writes
     */
    public static BuiltImages read(Path file) {
        return ImagesJson.read(file, BuiltImages.class, "Build first with --no-push, or name its result.");
    }

    /**
     * Reads the same from a text.
     *
     * @param source what it is, for messages
     * @throws InvalidInputException if it is not what {@link #write} writes
     */
    public static BuiltImages parse(String json, String source) {
        return ImagesJson.parse(json, BuiltImages.class, source);
    }

    Optional<BuiltImage> find(String name) {
        return images.stream().filter(image -> image.name().equals(name)).findFirst();
    }
}
