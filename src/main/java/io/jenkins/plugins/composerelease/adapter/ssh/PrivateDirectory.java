package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory of this connection alone (0700), in memory where the machine has such a place. */
final class PrivateDirectory implements AutoCloseable {
    // A socket's path has 107 bytes at most, of which ssh takes 17 more while it makes it; ssh options know no quoting.
    private static final String USABLE = "/[A-Za-z0-9/._-]{0,50}";

    private final Path path;

    private PrivateDirectory(Path path) {
        this.path = path;
    }

    static PrivateDirectory create() {
        IOException last = null;
        for (String base : new String[] {"/dev/shm", System.getProperty("java.io.tmpdir"), "/tmp"}) {
            if (base.matches(USABLE) && Files.isWritable(Path.of(base))) {
                try {
                    return new PrivateDirectory(Files.createTempDirectory(
                            Path.of(base),
                            "compose-release-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw new ReleaseException(
                ExitCode.FAILED,
                "Could not make a private directory for the SSH connection in /dev/shm, java.io.tmpdir or /tmp.",
                "Make one of them writable; its path must be short and without spaces.",
                last);
    }

    Path path(String name) {
        return path.resolve(name);
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
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            path.toFile().deleteOnExit();
        }
        remove("");
    }
}
