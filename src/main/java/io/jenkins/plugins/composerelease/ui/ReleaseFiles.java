package io.jenkins.plugins.composerelease.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The files of a run's releases. What cannot be written or read is logged: a page never breaks a release. */
final class ReleaseFiles {
    private static final Logger LOGGER = Logger.getLogger(ReleaseFiles.class.getName());

    private final Path directory;

    ReleaseFiles(Path directory) {
        this.directory = directory;
    }

    static String result(String entry) {
        return entry + ".result.json";
    }

    static String live(String entry) {
        return entry + ".live.json";
    }

    static String plan(String plan) {
        return "plan-" + plan + ".json";
    }

    /** Writes the whole file or leaves the one before it. */
    void write(String name, String text) {
        try {
            Files.createDirectories(directory);
            Path file = path(name);
            Path part = Files.createTempFile(directory, ".", ".part");
            try {
                Files.writeString(part, text);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "'" + name + "' could not be written to '" + directory + "'.");
        }
    }

    Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "'" + name + "' could not be read from '" + directory + "'.");
            return Optional.empty();
        }
    }

    private Path path(String name) throws IOException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,150}")) {
            throw new IOException("'" + name + "' is no name of a file of a release");
        }
        return directory.resolve(name);
    }
}
