package io.jenkins.plugins.composerelease.cli;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is left on tmpfs by builds that nothing ends any more. */
public class SecretSetsTest {
    private static final List<SecretBinding> SECRETS =
            List.of(new SecretBinding(Kind.FILE, "key", Secret.of("hunter22")));
    private static final StackOwner DEAD = new StackOwner("here", "dead", 1000, Set.of(), 0);
    private static final StackOwner NOW = new StackOwner("here", "now", 3000, Set.of("alive"), 2000);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final RecordingLog log = new RecordingLog();
    private SecretSets sets;

    @Before
    public void setUp() {
        sets = new SecretSets(folder.getRoot().toPath(), "alice [a-z]*");
    }

    @Test
    public void removesTheSetsOfADeadBuild() {
        Path alone = alone("run", DEAD);
        Path stack = stack("shop", DEAD);
        Path compose =
                sets.ofStack("plain", Optional.of(DEAD)).writeCompose("{}").getParent();
        sweep();
        assertThat(alone).doesNotExist();
        assertThat(stack).doesNotExist();
        assertThat(compose).doesNotExist();
        assertThat(log.lines()).hasSize(3).allMatch(line -> line.contains("whose build is over"));
    }

    @Test
    public void leavesWhatMayStillBeInUse() {
        List<Path> kept = List.of(
                alone("alive", new StackOwner("here", "alive", 1000, Set.of(), 0)),
                alone("now", NOW),
                alone("newer", new StackOwner("here", "newer", 2000, Set.of(), 0)),
                alone("elsewhere", new StackOwner("there", "dead", 1000, Set.of(), 0)),
                alone("nobody", null),
                stack("known", DEAD));
        sets.removeOrphans(NOW, project -> !project.equals("known"), log);
        assertThat(kept).allSatisfy(path -> assertThat(path).exists());
        assertThat(log.lines()).isEmpty();
    }

    /** Who starts it without saying whose it is keeps it. */
    @Test
    public void belongsToWhoWroteItLast() {
        alone("taken", DEAD);
        Path taken = alone("taken", NOW);
        alone("kept", DEAD);
        Path kept = alone("kept", null);
        sweep();
        assertThat(taken).exists();
        assertThat(kept).exists();
    }

    /** Between the look at whose they are and their removal, a build may start the same stack. */
    @Test
    public void leavesWhatALiveBuildTakesOverInTheMiddle() throws IOException {
        Path files = stack("shop", DEAD);
        Thread sweep = new Thread(this::sweep);
        SecretLock.holding(files, () -> {
            sweep.start();
            await().atMost(ofSeconds(30)).until(() -> sweep.getState() == Thread.State.BLOCKED);
            Path owner = stack("other", NOW).resolve(".compose-owner.json");
            Files.copy(owner, files.resolve(".compose-owner.json"), StandardCopyOption.REPLACE_EXISTING);
        });
        await().atMost(ofSeconds(30)).until(() -> !sweep.isAlive());
        assertThat(files.resolve("key")).exists();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    public void aStackThatStartsWhileItsLeftoversAreSweptHasItsFiles() {
        for (int round = 0; round < 200; round++) {
            stack("shop", DEAD);
            CompletableFuture<Void> sweep = CompletableFuture.runAsync(this::sweep);
            Path files = stack("shop", NOW);
            sweep.join();
            assertThat(files.resolve("key")).hasContent("hunter22");
            sets.ofStack("shop", Optional.empty()).remove();
        }
    }

    @Test
    public void trustsNoDirectoryThatOthersCouldHaveMade() throws IOException {
        Path open = alone("open", DEAD);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path elsewhere = folder.getRoot().toPath().resolve("elsewhere");
        Path linked = alone("linked", DEAD);
        Files.move(linked, elsewhere);
        Files.createSymbolicLink(linked, elsewhere);
        Path broken = alone("broken", DEAD);
        Files.writeString(broken.resolve(".compose-owner.json"), "{");
        sweep();
        assertThat(open.resolve("key")).exists();
        assertThat(elsewhere.resolve("key")).exists();
        assertThat(broken.resolve("key")).exists();
        assertThat(log.lines()).hasSize(1).allMatch(line -> line.contains("'" + broken));
    }

    @Test
    public void leavesOtherUsersAndWhatIsNotItsOwn() throws IOException {
        Path other = new SecretSets(folder.getRoot().toPath(), "bob")
                .alone("run", Optional.of(DEAD)).writeAlone(SECRETS).values().stream()
                        .map(Path::of)
                        .findFirst()
                        .orElseThrow();
        Path file = Files.createFile(folder.getRoot().toPath().resolve("compose-release-x"));
        sweep();
        assertThat(other).exists();
        assertThat(file).exists();
    }

    private void sweep() {
        sets.removeOrphans(NOW, project -> true, log);
    }

    private Path alone(String name, StackOwner owner) {
        SecretFiles files = sets.alone(name, Optional.ofNullable(owner));
        return Path.of(files.writeAlone(SECRETS).get("key")).getParent();
    }

    private Path stack(String project, StackOwner owner) {
        return sets.ofStack(project, Optional.of(owner))
                .write(SECRETS)
                .orElseThrow()
                .getParent();
    }
}
