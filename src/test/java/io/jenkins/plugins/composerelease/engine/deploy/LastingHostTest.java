package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.command.LastingWork;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** Work that outlives its connection, on this machine: its scripts run here as they do on a host. */
public class LastingHostTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LocalRunner local = new LocalRunner();
    private final Unreliable unreliable = new Unreliable();
    private Path work;
    private LastingHost host;

    @Before
    public void open() {
        work = folder.getRoot().toPath().resolve("work");
        host = new LastingHost(unreliable, () -> work + "/7-");
    }

    @Test
    public void givesOutputInputEnvironmentAndExitCodeAsTheyAre() {
        byte[] input = new byte[70_000];
        for (int i = 0; i < input.length; i++) {
            input[i] = (byte) i;
        }
        Command command = shell("cksum; printf '%s|' \"$A\" \"$B\" \"$1\" >&2; exit 3", "a 'b\"\n")
                .withEnvironment(Map.of("A", "x y"))
                .withSecrets(Map.of("B", Secret.of("s3cret\n!")))
                .withStdin(Secret.of(input))
                .lasting("backup");

        CommandResult result = host.run(command, soon());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.errors()).isEqualTo("x y|s3cret\n!|a 'b\"\n|");
        assertThat(result.output())
                .isEqualTo(local.run(command, soon()).output())
                .contains(" 70000");
    }

    @Test
    public void beginsOnceAndIsFollowedAgainWhenTheConnectionIsBack() throws IOException {
        unreliable.cuts = 3;
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command = shell(
                        "for i in 1 2 3 4 5 6; do echo $i >> \"$1\"; echo line $i; sleep 0.3; done", file("ran"))
                .lasting("migrate");

        CommandResult result = host.run(command, soon(), (error, line) -> lines.add(line));

        assertThat(unreliable.cuts).isZero();
        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).isEqualTo("line 1\nline 2\nline 3\nline 4\nline 5\nline 6\n");
        assertThat(lines).containsExactly(result.output().split("\n"));
        assertThat(Files.readAllLines(Path.of(file("ran")))).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    public void beginsOnceWhereTheConnectionIsLostAsItBegins() throws IOException {
        unreliable.lostStarts = 2;
        host.run(shell("echo once >> \"$1\"", file("ran")).lasting("migrate"), soon());

        assertThat(unreliable.lostStarts).isEqualTo(1);
        assertThat(Files.readAllLines(Path.of(file("ran")))).containsExactly("once");
    }

    @Test
    public void neverBeginsWithAPartOfItsInput() {
        Command whole = LastingWork.start(
                shell("cat > \"$1\"", file("ran")).withStdin(Secret.of("DROP TABLE a; -- no, b")), work + "/7-x");
        Command part = whole.withStdin(Secret.of("DROP TABLE a;"));

        assertThat(local.run(part, soon()).exitCode()).isNotZero();
        assertThat(Path.of(file("ran"))).doesNotExist();
        assertThat(state("7-x")).isEqualTo(LastingWork.State.NEW);
        assertThat(local.run(LastingWork.discard(work + "/7-x"), soon()).succeeded())
                .isTrue();
        local.require(whole, soon());
        await().until(() -> state("7-x") == LastingWork.State.ENDED);
        assertThat(Path.of(file("ran"))).hasContent("DROP TABLE a; -- no, b");
    }

    @Test
    public void runsTwiceWhatIsAskedForTwice() throws IOException {
        Command command = shell("echo again >> \"$1\"", file("ran")).lasting("up");
        host.run(command, soon());
        host.run(command, soon());

        assertThat(Files.readAllLines(Path.of(file("ran")))).hasSize(2);
        assertThat(LastingWork.parse(local.run(LastingWork.lookAll(work.toString()), soon())
                                .output())
                        .keySet())
                .containsExactly("7-up", "7-up-2");
    }

    /** As a killed program does: nothing that follows it is left, and nobody told it to stop. */
    @Test
    public void goesOnWhenNobodyFollowsItAnyMore() {
        Command command = shell("echo $$; sleep 1; echo done > \"$1\"", file("ran"));
        local.require(LastingWork.start(command, work + "/7-up"), soon());
        try (RunningCommand follower = local.start(LastingWork.follow("follow", work + "/7-up"), OutputListener.NONE)) {
            assertThat(follower.await(Deadline.in(Duration.ofMillis(300)))).isEmpty();
        }
        assertThat(state("7-up")).isEqualTo(LastingWork.State.RUNNING);
        await().untilAsserted(() -> assertThat(Path.of(file("ran"))).hasContent("done"));
        await().until(() -> state("7-up") == LastingWork.State.ENDED);
    }

    @Test
    public void isStoppedByAnInterruptWithAllThatItStarted() throws Exception {
        Command command = shell("echo begun; (sleep 300; echo late > \"$1\") & sleep 300", file("ran"))
                .lasting("up");
        List<String> lines = new CopyOnWriteArrayList<>();
        FutureTask<CommandFailedException> run = new FutureTask<>(() -> {
            CommandFailedException e = catchThrowableOfType(
                    CommandFailedException.class, () -> host.run(command, soon(), (error, line) -> lines.add(line)));
            assertThat(Thread.interrupted()).isTrue();
            return e;
        });
        Thread thread = new Thread(run);
        thread.start();
        await().until(() -> lines.contains("begun"));
        thread.interrupt();

        assertThat(run.get(30, TimeUnit.SECONDS))
                .hasMessageContaining("it was stopped by an interrupt:\n  begun")
                .hasMessageNotContaining("not known");
        assertThat(state("7-up")).isEqualTo(LastingWork.State.ENDED);
    }

    @Test
    public void isStoppedAtItsDeadlineAlsoWhereItDoesNotListen() {
        Command command = shell("trap '' TERM; while :; do sleep 0.1; done").lasting("up");

        assertThatThrownBy(() -> host.run(command, Deadline.in(Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.TIMED_OUT.code()))
                .hasMessageContaining("it was stopped as it had not ended after");
        assertThat(state("7-up")).isEqualTo(LastingWork.State.ENDED);
    }

    @Test
    public void saysThatItWasKilled() {
        Command command = shell("kill -9 $PPID $$").lasting("up");

        assertThatThrownBy(() -> host.run(command, soon()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("it ended without an exit code: it was killed on the host.");
        assertThat(state("7-up")).isEqualTo(LastingWork.State.GONE);
    }

    @Test
    public void saysThatTheOutcomeIsUnknownWhereTheHostWasStartedAgain() {
        String other = "sed -i 's/^boot=.*/boot=another/' \"$1/claim\"; kill -9 $PPID $$";
        Command command = shell(other, work + "/7-migrate").lasting("migrate");

        assertThatThrownBy(() -> host.run(command, soon()))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("the host was started again while it ran");
        assertThat(state("7-migrate")).isEqualTo(LastingWork.State.REBOOTED);
    }

    @Test
    public void writesNoSecretToAnyFileOrArgument() throws IOException {
        String secret = "s3cret-" + System.nanoTime();
        Command command = shell("cat /proc/[0-9]*/cmdline | tr '\\0' ' '; cat > /dev/null; sleep 0.2")
                .withSecrets(Map.of("TOKEN", Secret.of(secret)))
                .withStdin(Secret.of("stdin-" + secret + "\n"))
                .lasting("first-run");

        CommandResult result = host.run(command, soon());

        assertThat(result.output()).contains("compose-release-work").doesNotContain(secret);
        try (var files = Files.walk(work)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain(secret);
                assertThat(Files.getPosixFilePermissions(file).toString()).doesNotContain("GROUP", "OTHERS");
            }
        }
    }

    private LastingWork.State state(String name) {
        String output =
                local.require(LastingWork.look(work + "/" + name), soon()).output();
        return LastingWork.parse(output).get(name).state();
    }

    private static Command shell(String script, String... arguments) {
        return HostFiles.script("try it", script, arguments);
    }

    private String file(String name) {
        return folder.getRoot().toPath().resolve(name).toString();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    /** This machine over a connection that breaks while commands run: what they did is done, what they say is lost. */
    private final class Unreliable extends FakeHost {
        private int cuts;
        private int lostStarts;

        @Override
        public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
            boolean start = command.argv().contains("compose-release-start");
            if (start && lostStarts > 0) {
                lostStarts--;
                local.run(command, deadline, listener);
                throw lost();
            }
            if (!start && cuts > 0 && command.purpose().equals("try it")) {
                cuts--;
                try {
                    local.run(command, Deadline.in(Duration.ofMillis(400)), listener);
                } catch (CommandFailedException e) {
                    throw lost();
                }
            }
            return local.run(command, deadline, listener);
        }

        private CommandFailedException lost() {
            return new CommandFailedException(ExitCode.FAILED, "the SSH connection was lost", "", -1, "", null);
        }
    }
}
