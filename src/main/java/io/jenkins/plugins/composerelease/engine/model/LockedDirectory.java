package io.jenkins.plugins.composerelease.engine.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A private directory of this process (0700) for what must not outlive it, such as a login or a key. It is removed by
 * {@link #close}; what a killed process left is removed when one of the same prefix is made a minute later or more.
 */
public final class LockedDirectory implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    /** Held by the process that made the directory: the system lets go of it however that ends. */
    private static final String LOCK = ".in-use";
    /** One as young may still be without the lock that its maker is about to take. */
    private static final Duration YOUNG = Duration.ofMinutes(1);
    /** Of this process: to open and close a lock file once more would let go of its lock. */
    private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private Optional<Thread> atExit = Optional.empty();

    private LockedDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes one in memory where the system has a file system for that, in its directory for temporary files otherwise. */
    public static LockedDirectory create(String prefix) {
        boolean memory = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY);
        return create(memory ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")), prefix);
    }

    /**
     * @param parent an existing directory
     * @param prefix what its name begins with, the same for all of its kind
     * @throws ReleaseException if it cannot be made
     */
    public static LockedDirectory create(Path parent, String prefix) {
        try {
            Path path = Files.createTempDirectory(
                    parent, prefix, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            LIVE.add(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            channel.lock();
            sweep(parent, prefix, Files.getOwner(path));
            return new LockedDirectory(path, channel);
        } catch (IOException e) {
            throw failed(parent, e);
        }
    }

    /** Removes it at the end of this process too, beside whatever else goes on until then. */
    public LockedDirectory removedAtExit() {
        Thread hook = new Thread(this::removeQuietly, "remove-private-directory");
        Runtime.getRuntime().addShutdownHook(hook);
        atExit = Optional.of(hook);
        return this;
    }

    public Path path() {
        return path;
    }

    /** Removes the directories of processes that are gone; in another user's, links could lead anywhere. */
    private static void sweep(Path parent, String prefix, UserPrincipal user) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path directory : found) {
                boolean own =
                        Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(user);
                if (own && !LIVE.contains(directory) && isLeft(directory)) {
                    remove(directory);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return; // somebody else sweeps at the same time
        }
    }

    private static boolean isLeft(Path directory) {
        Path file = directory.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (isYoung(file)) {
                return false;
            }
            try (FileLock free = channel.tryLock()) {
                return free != null;
            }
        } catch (NoSuchFileException e) {
            removeEmpty(directory);
            return false;
        } catch (OverlappingFileLockException | IOException e) {
            return false; // of this process, or without a lock yet
        }
    }

    /** Its maker was killed before it had the lock. One with anything in it is not removed so: it is of another kind. */
    private static void removeEmpty(Path directory) {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && !isYoung(directory)) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            return; // not empty
        }
    }

    /** What is of a time to come was made before the clock was set back. */
    private static boolean isYoung(Path file) throws IOException {
        Instant changed = Files.getLastModifiedTime(file).toInstant();
        Instant now = Instant.now();
        return changed.isAfter(now.minus(YOUNG)) && changed.isBefore(now.plus(YOUNG));
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
            atExit.ifPresent(Runtime.getRuntime()::removeShutdownHook);
        } catch (IOException | IllegalStateException e) {
            return; // its file is gone already, or the process is ending
        }
    }

    private void removeQuietly() {
        try {
            remove(path);
        } catch (IOException | UncheckedIOException e) {
            return; // nobody is left to tell; the next one sweeps it away
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
                "The private directory '" + directory + "' could not be made or removed: " + cause.getMessage() + ".",
                "Check that directory; remove it if it is still there.",
                cause);
    }
}
