package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.adapter.ssh.SshTargets;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;

/** A lock and lasting work on a real host, over connections that break. */
public class LastingIT {
    private static final int STEPS = 20;

    @Rule
    public final DeployFixture shop = new DeployFixture();

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private SshHost ssh;
    private TargetLock lock;
    private LastingHost host;
    private long master;

    @Before
    public void take() {
        List<Long> before = ssh().toList();
        ssh = SshHost.connect(
                "production", SshTargets.address(shop.data), new LocalRunner(), soon(), Duration.ofMinutes(1));
        lock = TargetLock.take(ssh, shop.target(), "build 7", Duration.ZERO);
        host = new LastingHost(lock.host(), () -> shop.directory + "/.compose-release/work/r/");
        assertThat(ssh().filter(pid -> !before.contains(pid))).hasSize(1);
        master = ssh().filter(pid -> !before.contains(pid)).findFirst().orElseThrow();
    }

    @After
    public void release() {
        lock.close();
        ssh.close();
    }

    @Test
    public void workIsFollowedToItsEndWhenTheClientsSshIsKilled() throws Exception {
        CompletableFuture<CommandResult> work = begin();
        signal("KILL");
        requireDoneOnce(work);
    }

    @Test
    public void workIsFollowedToItsEndWhenTheHostsSshdIsKilled() throws Exception {
        String sshd = ssh.require(HostFiles.script("look", "ps -o ppid= -p $PPID"), soon())
                .output()
                .strip();
        CompletableFuture<CommandResult> work = begin();
        shop.shell("kill -9 " + sshd);
        requireDoneOnce(work);
    }

    @Test
    public void workGoesOnWithoutItsClientAndIsNotBegunAgain() throws Exception {
        begin();
        ssh.close();
        String exit = "cat \"$1\"/.compose-release/work/r/up/exit 2>/dev/null || :";
        await().atMost(Duration.ofSeconds(30)).until(() -> shop.shell(exit).equals("0\n"));
        assertThat(steps()).hasSize(STEPS).doesNotHaveDuplicates();
        assertThat(shop.shell("cd \"$1/.compose-release/work/r\" && find . -perm /077 && cat up/claim"))
                .startsWith("pid=")
                .contains("boot=" + shop.shell("cat /proc/sys/kernel/random/boot_id"));
    }

    /** A network that goes without a word: to the host, the client is still there. */
    @Test
    public void silentCutFreesTheLockInAMinuteAndTheStaleOwnerChangesNothingAfterATakeOver() throws Exception {
        Deadline watch = Deadline.in(Duration.ofSeconds(100));
        RunningCommand left = lock.host().start(Command.of("wait", "sleep", "300"), OutputListener.NONE);
        signal("STOP");
        try (TargetLock next = TargetLock.take(shop.host, shop.target(), "build 8", watch.length())) {
            assertThat(watch.elapsed()).isBetween(Duration.ofSeconds(45), Duration.ofSeconds(80));
            assertThat(next.fence().number()).isEqualTo(lock.fence().number() + 1);
            signal("CONT");
            await().until(() -> ProcessHandle.of(master).isEmpty()); // the host has closed it long ago
            Command write = HostFiles.script("write", "echo stale > \"$1\"", shop.directory + "/stale");
            ReleaseException refused = catchThrowableOfType(
                    ReleaseException.class, () -> lock.host().require(write, soon()));
            assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.NEEDS_ATTENTION.code());
            assertThat(refused).hasMessageContaining("it was not started, as 'build 8' took over the lock");
            assertThat(shop.shell("test ! -e \"$1/stale\" && echo none")).isEqualTo("none\n");
            next.host().require(write, soon());
            next.requireHeld();
        }
        left.close();
        ReleaseException lost = catchThrowableOfType(ReleaseException.class, lock::requireHeld);
        assertThat(lost).hasMessageContaining("another owner took it over");
    }

    private CompletableFuture<CommandResult> begin() {
        Command command = HostFiles.script(
                        "work",
                        "i=0; while [ $i -lt " + STEPS
                                + " ]; do i=$((i + 1)); echo $i >> \"$1\"; echo step $i; sleep 0.3; done",
                        shop.directory + "/steps")
                .lasting("up");
        CompletableFuture<CommandResult> work =
                CompletableFuture.supplyAsync(() -> host.run(command, soon(), (error, line) -> lines.add(line)));
        await().until(() -> lines.size() >= 3);
        return work;
    }

    private void requireDoneOnce(CompletableFuture<CommandResult> work) throws Exception {
        CommandResult result = work.get(60, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isZero();
        assertThat(lines).hasSize(STEPS).containsExactly(result.output().split("\n"));
        assertThat(steps()).hasSize(STEPS).doesNotHaveDuplicates();
        long fence = lock.fence().number();
        lock.requireHeld();
        assertThat(shop.look().lockedBy()).isEqualTo(Optional.of("build 7"));
        assertThat(shop.shell("cat \"$1/.compose-release/fence\"").strip()).isEqualTo(String.valueOf(fence));
    }

    private List<String> steps() {
        return shop.shell("cat \"$1/steps\"").lines().toList();
    }

    /** Connections of this program. */
    private static Stream<Long> ssh() {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info().commandLine().orElse("").contains("ssh -F none -M"))
                .map(ProcessHandle::pid);
    }

    private void signal(String name) {
        new LocalRunner().require(Command.of("signal", "kill", "-s", name, String.valueOf(master)), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }
}
