package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets one process at a time write a set of secret files or remove it. The lock is a file of the set and goes with it; the
 * system lets go of it however a process ends.
 */
final class SecretLock {
    static final String FILE = ".compose-lock";

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration TURN = Duration.ofMillis(20);

    private SecretLock() {}

    /** What is done to a set. */
    interface Change {
        void make() throws IOException;
    }

    /**
     * Makes a change, within this process too only one at a time: a second lock would be refused.
     *
     * @param directory the set's
     * @throws NoSuchFileException if the set is not there, or was removed meanwhile, by whoever does that without this lock
     *     also in the middle of the change
     * @throws ReleaseException if another process has the lock for longer than 30 seconds
     */
    static synchronized void holding(Path directory, Change change) throws IOException {
        Path file = directory.resolve(FILE);
        create(file);
        Object before = identity(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            lock(channel, directory);
            if (!identity(file).equals(before)) { // there is a new set, with a lock of its own
                throw new NoSuchFileException(file.toString());
            }
            change.make();
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            return; // by whoever wrote the set, or is about to
        }
    }

    /** Without opening it: to close a file lets go of this process's lock on it. */
    private static Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        long until = System.nanoTime() + LONGEST.toNanos();
        FileLock lock = channel.tryLock();
        while (lock == null) {
            if (System.nanoTime() > until) {
                throw new ReleaseException(
                        ExitCode.FAILED,
                        "Another process has been writing or removing the secret files in '" + directory + "' for "
                                + LONGEST.toSeconds() + " seconds.",
                        "End it if it hangs, and try again.");
            }
            LockSupport.parkNanos(TURN.toNanos());
            lock = channel.tryLock();
        }
    }
}
