package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The sets of secret files that a user of this machine has: those of stacks, and those that {@code secrets} writes. */
final class SecretSets {
    /** A compose project's name holds no dot, so these are never the files of a stack. */
    private static final String ALONE = "secrets.";

    private final Path tmpfs;
    private final String prefix;

    /**
     * @param tmpfs a directory on tmpfs, for example {@code /dev/shm}
     */
    SecretSets(Path tmpfs, String user) {
        this.tmpfs = tmpfs;
        this.prefix = "compose-release-" + user.replaceAll("[^A-Za-z0-9._-]", "_") + "-";
    }

    /** Those of a stack. */
    SecretFiles ofStack(String project, Optional<StackOwner> owner) {
        return files(project, owner);
    }

    /** Those of a name that {@code secrets} was given. */
    SecretFiles alone(String name, Optional<StackOwner> owner) {
        return files(ALONE + Names.name("set of secrets", name), owner);
    }

    /**
     * Removes what builds that are over have left, for example as their agent was lost: the sets of {@code secrets}, and those
     * of stacks that nothing is left of. That it cannot be done is a warning.
     *
     * @param isGone whether nothing is left of the stack of a project
     */
    void removeOrphans(StackOwner owner, Predicate<String> isGone, ReleaseLog log) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(tmpfs, this::isSet)) {
            for (Path directory : found) {
                String name = name(directory).substring(prefix.length());
                if (name.startsWith(ALONE) || isGone.test(name)) {
                    removeOrphan(name, owner, log);
                }
            }
        } catch (IOException e) {
            log.warn("could not look for secret files of builds that are over in '" + tmpfs + "': "
                    + e.getClass().getSimpleName());
        }
    }

    /** Not by a pattern: a user's name may hold what means something in one. */
    private boolean isSet(Path path) {
        String name = name(path);
        return name.startsWith(prefix) && name.length() > prefix.length();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** The same for one stack alone, of which nothing is left, or for another name. */
    void removeOrphan(String name, StackOwner owner, ReleaseLog log) {
        try {
            files(name, Optional.empty()).removeOrphan(owner, log);
        } catch (NoSuchFileException e) {
            return; // there is none, or another build that removes the same was faster
        } catch (IOException e) {
            log.warn("could not find out whose secret files are in '" + tmpfs.resolve(prefix + name)
                    + "', or not remove them: " + e.getClass().getSimpleName());
        } catch (ReleaseException e) {
            log.warn(e.getMessage());
        }
    }

    private SecretFiles files(String name, Optional<StackOwner> owner) {
        return new SecretFiles(tmpfs.resolve(prefix + name), owner);
    }
}
