package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that one command writes and another reads. */
final class JsonFiles {
    private JsonFiles() {}

    /**
     * @param origin what to do when there is no such file, as a sentence
     */
    static <T> T read(Path file, Class<T> type, String origin) {
        try {
            return Json.read(Files.readString(file), type, "'" + file + "'");
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("There is no '" + file + "'.", origin, e);
        } catch (IOException e) {
            throw new InvalidInputException("'" + file + "' could not be read.", "Check its permissions.", e);
        } catch (ReleaseException e) {
            String message = e.getMessage().replace(e.advice(), "").strip();
            throw new InvalidInputException(message, origin, e);
        }
    }

    /** Writes the whole file or leaves the one before it. */
    static void write(Path file, String text) {
        try {
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".compose-release", ".part");
            Files.writeString(part, text + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED, "The result could not be written to '" + file + "'.", "Check the directory.", e);
        }
    }
}
