package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code publish} hands to {@code plan} and {@code deploy}: {@code release-images.json}.
 *
 * @param schemaVersion version of this form, 1
 * @param application application name
 * @param revision Git revision that the images were built from
 * @param branch Git branch it was on
 */
record ImagesFile(
        int schemaVersion, String application, String revision, Optional<String> branch, List<PublishedImage> images) {
    static final int SCHEMA = 1;

    ImagesFile {
        images = images == null ? List.of() : List.copyOf(images);
    }

    static ImagesFile read(Path file, String application) {
        ImagesFile images =
                JsonFiles.read(file, ImagesFile.class, "Run 'publish' first, or name its result with --images.");
        images.require(file, application);
        return images;
    }

    void write(Path file) {
        JsonFiles.write(file, Json.pretty(this));
    }

    private void require(Path file, String expected) {
        if (schemaVersion != SCHEMA || revision == null || branch == null) {
            throw new InvalidInputException(
                    "'" + file + "' is not what 'publish' writes (schemaVersion " + schemaVersion + ", expected "
                            + SCHEMA + ").",
                    "Publish again.");
        }
        Names.revision(revision);
        if (!expected.equals(application)) {
            throw new InvalidInputException(
                    "'" + file + "' holds the images of application '" + application + "', expected '" + expected
                            + "'.",
                    "Name the right file with --images.");
        }
    }
}
