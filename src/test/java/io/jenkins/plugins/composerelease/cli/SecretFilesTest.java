package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SecretFilesTest {
    private static final byte[] BYTES = {'a', 'b', 'c', '\r', '\n', (byte) 0xff};
    private static final List<SecretBinding> SECRETS = List.of(
            new SecretBinding(Kind.FILE, "key", Secret.of(BYTES)),
            new SecretBinding(Kind.ENV, "TOKEN", Secret.of("x")));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void writesExactBytesThatOnlyTheOwnerGetsTo() throws IOException {
        Path override = files("shop").write(SECRETS).orElseThrow();
        Path directory = override.getParent();
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(directory.resolve("key")).hasBinaryContent(BYTES);
        assertThat(mode(directory.resolve("key"))).isEqualTo("r--r--r--");
        assertThat(override).content().contains("\"file\" : \"" + directory + "/key\"");
        try (var all = Files.list(directory)) {
            assertThat(all.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("key", ".compose-secrets.json", ".compose-lock");
        }
    }

    @Test
    public void replacesWhatAnEarlierRunLeft() throws IOException {
        Path directory = files("shop").write(SECRETS).orElseThrow().getParent();
        List<SecretBinding> other = List.of(new SecretBinding(Kind.FILE, "other", Secret.of("y")));
        files("shop").write(other);
        assertThat(directory.resolve("key")).doesNotExist();
        assertThat(directory.resolve("other")).hasContent("y");
    }

    /** The stack that it describes may be alive, and what starts it again may fail before it writes another. */
    @Test
    public void keepsTheGeneratedComposeFileUntilAnotherReplacesIt() throws IOException {
        files("shop").write(SECRETS);
        Path compose = files("shop").writeCompose("{}");
        files("shop").write(SECRETS);
        assertThat(compose).hasContent("{}");
        files("shop").writeCompose("{\"a\": 1}");
        assertThat(compose).hasContent("{\"a\": 1}");
        files("shop").remove();
        assertThat(compose.getParent()).doesNotExist();
    }

    /** Two builds that start at the same time remove the same dead one's stack. */
    @Test
    public void twoMayRemoveTheSameAtATime() {
        for (int round = 0; round < 200; round++) {
            Path directory = files("shop").write(SECRETS).orElseThrow().getParent();
            CompletableFuture<Void> other =
                    CompletableFuture.runAsync(() -> files("shop").remove());
            files("shop").remove();
            other.join();
            assertThat(directory).doesNotExist();
        }
    }

    /** Neither may take the other's directory for somebody else's, or for one that cannot be made. */
    @Test
    public void twoMayStartTheSameAtATime() {
        for (int round = 0; round < 200; round++) {
            CompletableFuture<?> other =
                    CompletableFuture.supplyAsync(() -> files("shop").write(SECRETS));
            Path directory = files("shop").write(SECRETS).orElseThrow().getParent();
            other.join();
            assertThat(directory.resolve("key")).hasBinaryContent(BYTES);
            files("shop").remove();
        }
    }

    /** As ssh insists for a key; containers are not to read these. */
    @Test
    public void writesFilesForThisUsersProgramsThatNobodyElseReads() throws IOException {
        SecretFiles alone = new SecretSets(folder.getRoot().toPath(), "alice").alone("run-7", Optional.empty());
        Path file = Path.of(alone.writeAlone(SECRETS).get("key"));
        assertThat(file).hasBinaryContent(BYTES);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    public void readsBackWhatMustBeHidden() throws IOException {
        files("shop").write(SECRETS);
        Path compose = files("shop").writeCompose("{}");
        Files.writeString(compose.resolveSibling(".part"), "ab"); // of a process that was killed while it wrote
        assertThat(files("shop").read(Set.of())).containsExactly(Secret.of(BYTES));
        assertThat(files("shop").read(Set.of("key"))).isEmpty();
        assertThat(files("other").read(Set.of())).isEmpty();
    }

    @Test
    public void writesNothingWithoutSecretFiles() {
        assertThat(files("shop").write(SECRETS.subList(1, 2))).isEmpty();
        assertThat(folder.getRoot()).isEmptyDirectory();
    }

    @Test
    public void removesItsOwnOnly() throws IOException {
        Path other = files("other").write(SECRETS).orElseThrow();
        Path override = files("shop").write(SECRETS).orElseThrow();
        files("shop").remove();
        files("shop").remove();
        assertThat(override.getParent()).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    public void refusesADirectoryThatOthersPrepared() throws IOException {
        Path planted = folder.getRoot().toPath().resolve("compose-release-alice-shop");
        Path elsewhere = folder.newFolder("elsewhere").toPath();
        Files.createSymbolicLink(planted, elsewhere);
        refused();
        Files.delete(planted);
        Files.createDirectory(planted);
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
        refused();
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(planted).isEmptyDirectory();
    }

    private void refused() {
        assertThatThrownBy(() -> files("shop").write(SECRETS)).hasMessageContaining("not a private directory");
    }

    private SecretFiles files(String project) {
        return new SecretSets(folder.getRoot().toPath(), "alice").ofStack(project, Optional.empty());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
