package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A private directory for a login, in memory where the system has a file system for that. It is removed by
 * {@link #close} and at the end of this process; what a killed process left is removed when one is made a minute later
 * or more.
 */
final class LoginDirectory implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "compose-release-login-";
    /** Held by the process that made the directory: the system lets go of it however that ends. */
    private static final String LOCK = ".in-use";
    /** One as young may still be without the lock that its maker is about to take. */
    private static final Duration YOUNG = Duration.ofMinutes(1);
    /** Of this process: to open and close a lock file once more would let go of its lock. */
    private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private final Thread atExit = new Thread(this::removeQuietly, "remove-docker-config");

    private LoginDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static LoginDirectory create() {
        boolean memory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
        return create(memory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")));
    }

    static LoginDirectory create(Path parent) {
        sweep(parent);
        try {
            Path path = Files.createTempDirectory(
                    parent, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            LIVE.add(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            LoginDirectory made = new LoginDirectory(path, channel);
            Runtime.getRuntime().addShutdownHook(made.atExit);
            return made;
        } catch (IOException e) {
            throw failed(parent, e);
        }
    }

    Path path() {
        return path;
    }

    /** Removes the directories of processes that are gone. */
    private static void sweep(Path parent) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : found) {
                if (!LIVE.contains(directory) && isLeft(directory.resolve(LOCK))) {
                    remove(directory);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return; // another user's, or somebody else sweeps at the same time
        }
    }

    private static boolean isLeft(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (isYoung(file)) {
                return false;
            }
            try (FileLock free = channel.tryLock()) {
                return free != null;
            }
        } catch (OverlappingFileLockException | IOException e) {
            return false; // of this process, without a lock yet, or another user's
        }
    }

    private static boolean isYoung(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(YOUNG));
    }

    @Override
    public void close() {
        try {
            remove(path);
        } catch (IOException | UncheckedIOException e) {
            if (Files.exists(path)) {
                throw failed(path, e);
            }
        } finally {
            release();
        }
    }

    private void release() {
        try {
            lock.close();
            LIVE.remove(path);
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IOException | IllegalStateException e) {
            return; // its file is gone already, or the process is ending
        }
    }

    private void removeQuietly() {
        try {
            remove(path);
        } catch (IOException | UncheckedIOException e) {
            return; // nobody is left to tell; the next login sweeps it away
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) { // does not follow links
            List<Path> deepestFirst =
                    files.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static ReleaseException failed(Path directory, Exception cause) {
        return new ReleaseException(
                ExitCode.FAILED,
                "The registry login's private directory '" + directory + "' could not be made or removed: "
                        + cause.getMessage() + ".",
                "Check that directory; remove it if it is still there.",
                cause);
    }
}
