package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.LockedDirectory;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A directory of this connection alone (0700), in memory where the machine has such a place. What a killed process left,
 * its key with it, goes when the next connection is made.
 */
final class PrivateDirectory implements AutoCloseable {
    // A socket's path has 107 bytes at most, of which ssh takes 17 more while it makes it; ssh options know no quoting.
    private static final String USABLE = "/[A-Za-z0-9/._-]{0,46}";

    private static final String PREFIX = "compose-release-ssh-";

    private final LockedDirectory directory;

    private PrivateDirectory(LockedDirectory directory) {
        this.directory = directory;
    }

    static PrivateDirectory create() {
        // The first two are in memory.
        return create(
                Stream.of("/dev/shm", System.getenv("XDG_RUNTIME_DIR"), System.getProperty("java.io.tmpdir"), "/tmp"));
    }

    /** In the first of these places that can be used. */
    static PrivateDirectory create(Stream<String> places) {
        return new PrivateDirectory(places.filter(Objects::nonNull)
                .filter(place -> place.matches(USABLE) && Files.isWritable(Path.of(place)))
                .findFirst()
                .map(place -> LockedDirectory.create(Path.of(place), PREFIX))
                .orElseThrow(() -> new ReleaseException(
                        ExitCode.FAILED,
                        "There is no place for the SSH connection's private directory: neither /dev/shm,"
                                + " XDG_RUNTIME_DIR, java.io.tmpdir nor /tmp can be written to.",
                        "Make one of them writable; its path must be short and without spaces.")));
    }

    Path path(String name) {
        return directory.path().resolve(name);
    }

    /** Writes a file that only this user can read. */
    Path write(String name, byte[] content) {
        Path file = path(name);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content, StandardOpenOption.WRITE);
            return file;
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED, "Could not write '" + file + "': " + e + ".", "Check its file system.", e);
        }
    }

    Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException e) {
            path(name).toFile().deleteOnExit();
        }
    }

    @Override
    public void close() {
        try {
            directory.close();
        } catch (ReleaseException e) {
            return; // why the connection ends is what counts; the next one removes what is left
        }
    }
}
