package io.jenkins.plugins.composerelease.steps.durable;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;

/** What an agent says when a run's directory is made on it. One call, as each one takes its time. */
final class AgentPlace implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(AgentPlace.class.getName());
    private final String jar;
    private final boolean jarThere;
    private final String javaHome;
    private final String archive;
    private final boolean archiveLost;

    /**
     * @param archive of the jar's classes; empty when there is none yet
     * @param archiveLost whether there was one, and it is gone or another one
     */
    AgentPlace(String jar, boolean jarThere, String javaHome, String archive, boolean archiveLost) {
        this.jar = jar;
        this.jarThere = jarThere;
        this.javaHome = javaHome;
        this.archive = archive;
        this.archiveLost = archiveLost;
    }

    /** Where the command line's jar is, or has to go. */
    String jar() {
        return jar;
    }

    boolean jarThere() {
        return jarThere;
    }

    /** Home of the Java that runs the agent. */
    String javaHome() {
        return javaHome;
    }

    /** Archive of the jar's classes for that Java; empty when there is none yet. */
    String archive() {
        return archive;
    }

    boolean archiveLost() {
        return archiveLost;
    }

    /** Makes the directory of a run, removes those that nobody came back for, and looks for the jar below the node's root. */
    static final class Prepare extends MasterToSlaveFileCallable<AgentPlace> {
        private static final long serialVersionUID = 1L;
        private static final Duration FORGOTTEN = Duration.ofDays(7);
        private final String directory;
        private final String jar;
        private final String jarDigest;
        private final String archiveDigest;

        /**
         * @param jar relative to the node's root, which this is called on
         * @param jarDigest SHA-256 of what it has to be
         * @param archiveDigest SHA-256 of the archive of its classes; empty when there is none
         */
        Prepare(String directory, String jar, String jarDigest, String archiveDigest) {
            this.directory = directory;
            this.jar = jar;
            this.jarDigest = jarDigest;
            this.archiveDigest = archiveDigest;
        }

        @Override
        public AgentPlace invoke(File root, VirtualChannel channel) throws IOException, InterruptedException {
            Path path = Path.of(directory);
            Path parent = Objects.requireNonNull(path.getParent(), directory);
            Files.createDirectories(parent);
            forget(parent);
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = root.toPath().resolve(jar).toAbsolutePath();
            Path archive = ClassArchive.beside(file);
            boolean archived = !archiveDigest.isEmpty() && Intact.is(archive, archiveDigest);
            return new AgentPlace(
                    file.toString(),
                    Intact.is(file, jarDigest),
                    System.getProperty("java.home"),
                    archived ? archive.toString() : "",
                    !archived && !archiveDigest.isEmpty());
        }

        /** Housekeeping never breaks a release: another step may remove the same directory right now. */
        private static void forget(Path parent) throws InterruptedException {
            try {
                removeOld(parent);
            } catch (IOException | UncheckedIOException e) {
                LOGGER.log(Level.FINE, e, () -> "What is old in '" + parent + "' is left to the next run.");
            }
        }

        private static void removeOld(Path parent) throws IOException, InterruptedException {
            FileTime limit = FileTime.from(Instant.now().minus(FORGOTTEN));
            List<Path> old;
            try (Stream<Path> all = Files.list(parent)) {
                old = all.filter(path -> path.toFile().getName().startsWith(RunFiles.PREFIX))
                        .toList();
            }
            for (Path path : old) {
                if (Files.getLastModifiedTime(path).compareTo(limit) < 0) {
                    new FilePath(path.toFile()).deleteRecursive();
                }
            }
        }
    }
}
