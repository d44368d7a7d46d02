package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes the files that publishing hands to what comes after it. */
final class ImagesJson {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .addMixIn(ImageReference.class, AsText.class)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static final int SCHEMA = 1;

    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration LEFT = Duration.ofSeconds(30);

    private ImagesJson() {}

    static <T> T read(Path file, Class<T> type, String missing) {
        try {
            return parse(Files.readString(file), type, "'" + file + "'");
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("There is no '" + file + "'.", missing, e);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "'" + file + "' could not be read: " + e.getMessage() + ".", "Check the file.", e);
        }
    }

    static <T> T parse(String json, Class<T> type, String source) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, type))
                    .orElseThrow(() -> new InvalidInputException(source + " holds nothing.", "Publish again."));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    source + " is not what publishing writes: " + e.getOriginalMessage(),
                    "Publish again, or name the right file.",
                    e);
        }
    }

    /**
     * Checks what both files begin with.
     *
     * @param advice where another version of this program wrote it
     */
    static void requireForm(int schemaVersion, String application, String revision, String advice) {
        if (schemaVersion != SCHEMA) {
            throw new InvalidInputException(
                    "it has schema version " + schemaVersion + ", expected " + SCHEMA + ".", advice);
        }
        Names.name("application", application);
        Names.revision(revision);
    }

    private static void write(Object value, Path file) {
        // Two parallel steps of a build may write the same file.
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try {
                Files.write(part, MAPPER.writeValueAsBytes(value));
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    /**
     * Does something with a file while no other process, nor thread, does so here. It has to take milliseconds: what
     * is there for longer is of a process that was killed.
     */
    static void alone(Path file, Runnable work) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock.part");
        Deadline deadline = Deadline.in(LEFT.multipliedBy(2));
        try {
            while (!isTaken(lock)) {
                requireTime(deadline, lock);
                Thread.sleep(TURN.toMillis());
            }
            try {
                work.run();
            } finally {
                Files.deleteIfExists(lock);
            }
        } catch (IOException e) {
            throw notWritten(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(ExitCode.FAILED, "Publishing was interrupted.", "Run it again.", e);
        }
    }

    private static void requireTime(Deadline deadline, Path lock) throws IOException {
        if (deadline.passed()) {
            throw new IOException("'" + lock + "' was there all the time; remove it if nothing else publishes here");
        }
    }

    private static boolean isTaken(Path lock) throws IOException {
        try {
            Files.createFile(lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            removeLeft(lock);
            return false;
        }
    }

    private static void removeLeft(Path lock) throws IOException {
        try {
            if (Files.getLastModifiedTime(lock)
                    .toInstant()
                    .isBefore(Instant.now().minus(LEFT))) {
                Files.deleteIfExists(lock);
            }
        } catch (NoSuchFileException e) {
            return; // free by now
        }
    }

    private static ReleaseException notWritten(Path file, IOException e) {
        return new ReleaseException(
                ExitCode.FAILED,
                "'" + file + "' could not be written: " + e.getMessage() + ".",
                "Check that directory's space and rights.",
                e);
    }

    /** What both files can do. */
    interface Document {
        String application();

        /**
         * Refuses the images of another application.
         *
         * @param source what holds them, for messages
         */
        default void requireApplication(String expected, String source) {
            if (!application().equals(expected)) {
                throw new InvalidInputException(
                        source + " holds the images of application '" + Text.printable(application()) + "', expected '"
                                + expected + "'.",
                        "Name what was published for this one.");
            }
        }

        /** Writes the file whole or not at all. */
        default void write(Path file) {
            ImagesJson.write(this, file);
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
