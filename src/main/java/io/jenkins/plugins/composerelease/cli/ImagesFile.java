package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        try {
            ImagesFile images = Json.read(Files.readString(file), ImagesFile.class, "'" + file + "'");
            images.require(file, application);
            return images;
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(
                    "There is no '" + file + "'.", "Run 'publish' first, or name its result with --images.", e);
        } catch (IOException e) {
            throw new InvalidInputException("'" + file + "' could not be read.", "Check its permissions.", e);
        }
    }

    /** Writes the whole file or leaves the one before it. */
    void write(Path file) {
        try {
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".release-images", ".part");
            Files.writeString(part, Json.pretty(this) + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED, "The result could not be written to '" + file + "'.", "Check the directory.", e);
        }
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
