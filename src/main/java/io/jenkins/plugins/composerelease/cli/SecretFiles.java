package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A set of secret files on this machine. They lie on tmpfs, so no secret reaches a disk, in a directory that only its owner
 * enters (0700). Those that programs of this user read are private themselves (0600), as ssh insists for keys; those behind
 * the compose secrets of a stack are readable (0444), because Compose mounts them as they are, also for containers whose
 * process is another user. They stay until they are removed; a reboot does that too, and so does {@link SecretSets} where the
 * build that they belong to is over.
 */
final class SecretFiles {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("r--r--r--");
    private static final String OVERRIDE = ".compose-secrets.json";
    private static final String COMPOSE = ".compose-release.json";
    private static final String OWNER_FILE = ".compose-owner.json";
    private static final String PART = ".part";
    private static final int ATTEMPTS = 50;

    private final Path directory;
    private final Optional<StackOwner> owner;

    /**
     * @param owner the build that they belong to, where they do not outlive one
     */
    SecretFiles(Path directory, Optional<StackOwner> owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /** Writes the files and the compose file that points at them; empty when there is no such secret. */
    Optional<Path> write(List<SecretBinding> secrets) {
        Map<String, byte[]> contents = contents(secrets);
        if (contents.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> entries = new TreeMap<>();
        contents.keySet()
                .forEach(name ->
                        entries.put(name, Map.of("file", directory.resolve(name).toString())));
        // docker-compose 1.29 takes a file with secrets alone for one of its first format; every project has that
        // network.
        Map<String, Object> override = Map.of("networks", Map.of("default", Map.of()), "secrets", entries);
        contents.put(OVERRIDE, Json.pretty(override).getBytes(StandardCharsets.UTF_8));
        replace(contents, READABLE);
        return Optional.of(directory.resolve(OVERRIDE));
    }

    /** Writes a generated compose file beside the others; it may hold the values of interpolated secrets (0600). */
    Path writeCompose(String content) {
        Path file = directory.resolve(COMPOSE);
        change(() -> write(file, content.getBytes(StandardCharsets.UTF_8), PRIVATE));
        return file;
    }

    /**
     * The secrets of the files that are there; none when they are removed already.
     *
     * @param open names of those that nothing needs to hide
     */
    List<Secret> read(Set<String> open) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<Secret> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = directory.relativize(file).toString();
                if (!name.startsWith(".") && !open.contains(name)) { // no secret's name does
                    secrets.add(Secret.of(Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "The secret files in '" + directory + "' could not be read: "
                            + e.getClass().getSimpleName() + ".",
                    "Check who may read them.",
                    e);
        }
        return secrets;
    }

    /** Writes the files alone and says where each is, by the secret's name. */
    Map<String, String> writeAlone(List<SecretBinding> secrets) {
        Map<String, byte[]> contents = contents(secrets);
        replace(contents, PRIVATE);
        Map<String, String> paths = new TreeMap<>();
        contents.keySet()
                .forEach(name -> paths.put(name, directory.resolve(name).toString()));
        return paths;
    }

    private static Map<String, byte[]> contents(List<SecretBinding> secrets) {
        Map<String, byte[]> contents = new TreeMap<>();
        secrets.stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.FILE)
                .forEach(secret -> contents.put(secret.name(), secret.value().bytes()));
        return contents;
    }

    private void replace(Map<String, byte[]> contents, Set<PosixFilePermission> mode) {
        change(() -> {
            Set<String> kept = new TreeSet<>(contents.keySet());
            kept.add(COMPOSE); // a stack that runs is found by it until another replaces it
            kept.addAll(Set.of(OWNER_FILE, SecretLock.FILE));
            removeAllBut(kept);
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                write(directory.resolve(file.getKey()), file.getValue(), mode);
            }
        });
    }

    private ReleaseException notWritten(IOException cause) {
        return new ReleaseException(
                ExitCode.FAILED,
                "The secret files could not be written to '" + directory + "': "
                        + cause.getClass().getSimpleName() + ".",
                "They need a tmpfs at '" + directory.getParent() + "' that this user may write to.",
                cause);
    }

    /** Removes the files; somebody else may be doing the same. */
    void remove() {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                SecretLock.holding(directory, this::removeAll);
            }
        } catch (NoSuchFileException e) {
            return; // another build that removes the same stack was faster
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "The secret files in '" + directory + "' could not be removed: "
                            + e.getClass().getSimpleName() + ".",
                    "Remove them by hand.",
                    e);
        }
    }

    private void removeAll() throws IOException {
        removeAllBut(Set.of(SecretLock.FILE));
        Files.deleteIfExists(directory.resolve(SecretLock.FILE));
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            return; // somebody begins anew, with another lock
        }
    }

    /** Makes the directory where there is none, and once more when another process removes what a dead build left there. */
    private void change(SecretLock.Change change) {
        for (int attempt = 1; ; attempt++) {
            try {
                makeDirectory();
                SecretLock.holding(directory, () -> {
                    requireOurs();
                    writeOwner(); // before any secret: a process may be killed at any time
                    change.make();
                });
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || !(e instanceof NoSuchFileException)) {
                    throw notWritten(e);
                }
            }
        }
    }

    private void makeDirectory() throws IOException {
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER));
        } catch (FileAlreadyExistsException e) {
            requireOurs();
        }
    }

    /** Others can write to the directory above: whatever is there already is only used when it is ours alone. */
    private void requireOurs() throws IOException {
        if (!isOurs()) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "'" + directory + "' is there already and not a private directory of this user.",
                    "Find out whose it is and remove it.");
        }
    }

    private boolean isOurs() throws IOException {
        PosixFileAttributes is = Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return is.isDirectory()
                && is.owner().equals(Files.getOwner(Path.of("/proc/self"), LinkOption.NOFOLLOW_LINKS))
                && is.permissions().equals(OWNER);
    }

    private void writeOwner() throws IOException {
        Path file = directory.resolve(OWNER_FILE);
        if (owner.isEmpty()) {
            Files.deleteIfExists(file); // an earlier one's end says nothing about these
            return;
        }
        StackOwner is = owner.get();
        Map<String, Object> content = Map.of("controller", is.controller(), "build", is.build(), "since", is.since());
        write(file, Json.pretty(content).getBytes(StandardCharsets.UTF_8), PRIVATE);
    }

    /**
     * Removes them if they belong to a build of the same controller that is over. Another may be about to start the same
     * stack, and write its own there.
     *
     * @throws IOException if it cannot be read whose they are, or they cannot be removed
     */
    void removeOrphan(StackOwner of, ReleaseLog log) throws IOException {
        if (!isOrphan(of)) {
            return; // and without a lock in what is no such set
        }
        SecretLock.holding(directory, () -> {
            if (isOrphan(of)) {
                log.progress("removing secret files in '" + directory + "', whose build is over");
                removeAll();
            }
        });
    }

    private boolean isOrphan(StackOwner of) throws IOException {
        Path file = directory.resolve(OWNER_FILE);
        if (!isOurs() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        JsonNode is = Json.tree(Files.readString(file), "'" + file + "'");
        return is.path("controller").asText().equals(of.controller())
                && of.isOver(is.path("build").asText(), is.path("since").asLong(Long.MAX_VALUE));
    }

    private void removeAllBut(Set<String> names) throws IOException {
        try (Stream<Path> old = Files.list(directory)) {
            for (Path file : old.toList()) {
                if (!names.contains(directory.relativize(file).toString())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** A file that is right stays: a running container has mounted that one, and would not see another in its place. */
    private static void write(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && MessageDigest.isEqual(Files.readAllBytes(file), content)) {
            return;
        }
        Path part = file.resolveSibling(PART);
        Files.deleteIfExists(part);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PRIVATE)))) {
            out.write(content);
        }
        Files.setPosixFilePermissions(part, mode);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
