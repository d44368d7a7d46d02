package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
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
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .addMixIn(ImageReference.class, AsText.class)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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
        try {
            return parse(Files.readString(file), "'" + file + "'");
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("There is no '" + file + "'.", "Publish first, or name its result.", e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be read: " + e.getMessage() + ".", "Check the file.", e);
        }
    }

    /**
     * Reads the same from a text.
     *
     * @param source what it is, for messages
     * @throws InvalidInputException if it is not what {@link #write} writes
     */
    public static ReleaseImages parse(String json, String source) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, ReleaseImages.class))
                    .orElseThrow(() -> new InvalidInputException(source + " holds nothing.", "Publish again."));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    source + " is not what publishing writes: " + e.getOriginalMessage(),
                    "Publish again, or name the right file.",
                    e);
        }
    }

    /**
     * Refuses the images of another application.
     *
     * @param source what holds them, for messages
     */
    public void requireApplication(String expected, String source) {
        if (!application.equals(expected)) {
            throw new InvalidInputException(
                    source + " holds the images of application '" + Text.printable(application) + "', expected '"
                            + expected + "'.",
                    "Name what was published for this one.");
        }
    }

    /** Writes the file whole or not at all. */
    public void write(Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, MAPPER.writeValueAsBytes(this));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "'" + file + "' could not be written: " + e.getMessage() + ".",
                    "Check that directory's space and rights.",
                    e);
        }
    }

    /** References stand in the file as people write them. */
    private abstract static class AsText {
        @JsonCreator
        static ImageReference parse(String text) {
            return ImageReference.parse(text);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }
}
