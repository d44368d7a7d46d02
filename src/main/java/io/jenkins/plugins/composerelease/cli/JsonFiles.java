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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that one command writes and another reads. */
final class JsonFiles {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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

    /** Writes the whole file, for its owner only, or leaves the one before it. Works in an interrupted thread, too. */
    static void write(Path file, String text) {
        boolean interrupted = Thread.interrupted();
        Path part = null;
        try {
            part = part(file);
            Files.writeString(part, text + "\n");
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            remove(part, e);
            throw new ReleaseException(
                    ExitCode.FAILED, "The result could not be written to '" + file + "'.", "Check the directory.", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Its name needs no random number: those take as long as everything else that a short command does with its files. */
    private static Path part(Path file) throws IOException {
        Path part = file.toAbsolutePath()
                .resolveSibling(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        Files.deleteIfExists(part); // of an earlier process with this id
        return Files.createFile(part, OWNER_ONLY);
    }

    private static void remove(Path part, IOException first) {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }
}
