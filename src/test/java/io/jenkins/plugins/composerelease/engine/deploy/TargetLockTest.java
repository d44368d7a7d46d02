package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** The lock's scripts, run on this machine. */
public class TargetLockTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LocalRunner host = new LocalRunner();
    private Target target;
    private Path home;

    @Before
    public void target() {
        target = TargetStateTest.targetIn(folder.getRoot().getPath());
        home = folder.getRoot().toPath().resolve(".compose-release");
    }

    @Test
    public void eachOwnerHasAHigherFenceThanTheOneBefore() throws IOException {
        try (TargetLock first = TargetLock.take(host, target, "build 1", AT_ONCE)) {
            assertThat(first.fence().number()).isEqualTo(1);
            first.requireHeld();
        }
        try (TargetLock second = TargetLock.take(host, target, "build 2", AT_ONCE)) {
            assertThat(second.fence().number()).isEqualTo(2);
            assertThat(Files.readString(home.resolve("fence"))).isEqualTo("2\n");
            assertThat(Files.readString(home.resolve("owner"))).isEqualTo("build 2\n");
        }
    }

    @Test
    public void isRefusedNamingTheOwnerAndRaisesNothing() throws IOException {
        try (TargetLock first = TargetLock.take(host, target, "build 1", AT_ONCE)) {
            ReleaseException refused = refused("build 2");

            assertThat(refused.exitCode()).isEqualTo(ExitCode.LOCKED.code());
            assertThat(refused).hasMessageContaining("locked by build 1");
            assertThat(Files.readString(home.resolve("fence"))).isEqualTo("1\n");
            first.requireHeld();
        }
    }

    /** Its network went without a word: nobody else can tell the host. */
    @Test
    public void endsByItselfWithoutASignOfItsOwner() {
        try (RunningCommand silent = host.start(hold("build 1", "1"), OutputListener.NONE)) {
            Optional<CommandResult> end = silent.await(Deadline.in(Duration.ofSeconds(30)));

            assertThat(end).isPresent();
            assertThat(end.get().output()).isEqualTo("locked 1\n");
        }
        TargetLock.take(host, target, "build 2", AT_ONCE).close();
    }

    @Test
    public void livesAsLongAsItHearsOfItsOwner() {
        StringBuilder said = new StringBuilder();
        try (RunningCommand held = host.start(
                hold("build 1", "3"), (error, line) -> said.append(line).append(';'))) {
            for (int beat = 1; beat <= 4; beat++) {
                int now = beat;
                assertThat(held.await(Deadline.in(Duration.ofSeconds(1)))).isEmpty();
                held.say("b" + now);
                await().until(() -> said.toString().endsWith("beat b" + now + ";"));
            }
            assertThat(held.isAlive()).isTrue();
            assertThat(home.resolve("beat")).exists();
        }
    }

    @Test
    public void isTakenAgainByItsOwnerAsLongAsNobodyElseHadIt() throws IOException {
        try (TargetLock lock = TargetLock.take(host, target, "build 1", AT_ONCE)) {
            killHolder();
            await().untilAsserted(() -> {
                lock.requireHeld();
                assertThat(refused("build 2")).isNotNull();
            });

            assertThat(Files.readString(home.resolve("fence"))).isEqualTo("1\n");
            assertThat(refused("build 2")).hasMessageContaining("locked by build 1");
        }
    }

    @Test
    public void isLostForGoodOnceAnotherOwnerHadIt() {
        try (TargetLock lock = TargetLock.take(host, target, "build 1", AT_ONCE)) {
            killHolder();
            TargetLock.take(host, target, "build 2", AT_ONCE).close();
            ReleaseException lost = await().until(
                            () -> catchThrowableOfType(ReleaseException.class, lock::requireHeld), Objects::nonNull);

            assertThat(lost.exitCode()).isEqualTo(ExitCode.NEEDS_ATTENTION.code());
            assertThat(lost).hasMessageContaining("another owner took it over");
        }
    }

    /** What a dead owner's connection left is stopped by its host; until that is certain nobody else begins. */
    @Test
    public void waitsForWhatTheOwnerBeforeStarted() throws IOException {
        TargetLock.take(host, target, "build 1", AT_ONCE).close();
        Command work = HostFiles.script("work", "exec 8>>\"$1\"; flock -s 8; echo on; exec sleep 4", file("work.lock"));
        StringBuilder said = new StringBuilder();
        try (RunningCommand left = host.start(work, (error, line) -> said.append(line))) {
            await().until(() -> said.toString().equals("on"));
            try (TargetLock lock = TargetLock.take(host, target, "build 2", AT_ONCE)) {
                assertThat(left.isAlive()).isFalse();
                assertThat(lock.fence().number()).isEqualTo(2);
            }
        }
    }

    private ReleaseException refused(String owner) {
        return catchThrowableOfType(ReleaseException.class, () -> TargetLock.take(host, target, owner, AT_ONCE)
                .close());
    }

    private Command hold(String owner, String lease) {
        return HostFiles.script("hold", LockHolder.HOLD, home.toString(), owner, "2", "2", "", lease);
    }

    private void killHolder() {
        host.require(
                HostFiles.script("kill", "kill -9 $(fuser \"$1\" 2>/dev/null)", file("lock")),
                Deadline.in(Duration.ofSeconds(20)));
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }
}
