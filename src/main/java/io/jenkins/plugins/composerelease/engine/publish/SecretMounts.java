package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.LockedDirectory;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Files of the build secrets that no variable can hold, such as a keystore, in memory and for one build's time. */
final class SecretMounts implements AutoCloseable {
    private static final String PREFIX = "compose-release-build-";

    private final Optional<LockedDirectory> directory;
    private final Map<String, Path> files = new LinkedHashMap<>();

    private SecretMounts(Optional<LockedDirectory> directory) {
        this.directory = directory;
    }

    /** Writes those of the secrets that need a file. */
    static SecretMounts of(Map<String, Secret> secrets) {
        Map<String, Secret> large = new LinkedHashMap<>(secrets);
        large.values().removeIf(BuildRecipe::isVariable);
        if (large.isEmpty()) {
            return new SecretMounts(Optional.empty());
        }
        SecretMounts mounts =
                new SecretMounts(Optional.of(LockedDirectory.create(PREFIX).removedAtExit()));
        try {
            large.forEach(mounts::write);
            return mounts;
        } catch (RuntimeException e) {
            mounts.close();
            throw e;
        }
    }

    /** Files by the ids of the secrets in them. */
    Map<String, Path> files() {
        return files;
    }

    private void write(String id, Secret secret) {
        Path file = directory.orElseThrow().path().resolve(String.valueOf(files.size() + 1));
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, secret.bytes());
            files.put(id, file);
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Build secret '" + id + "' could not be written to '" + file + "': " + e.getMessage() + ".",
                    "Check its file system.",
                    e);
        }
    }

    @Override
    public void close() {
        directory.ifPresent(LockedDirectory::close);
    }
}
