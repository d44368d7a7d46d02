package io.jenkins.plugins.composerelease.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

public class LocalRunnerTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(60);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LocalRunner runner = new LocalRunner(Map.of("EVERYWHERE", "yes"));

    @Test
    public void givesExitCodeAndBothStreams() {
        CommandResult result = run("echo out; echo err >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("out\n");
        assertThat(result.errors()).isEqualTo("err\n");
    }

    @Test
    public void saysLinesAfterWhatACommandWasStartedWith() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Command echo = shell("while read -r x; do echo $x; done; exit 4").withStdin(Secret.of("first\n"));
        try (RunningCommand running = runner.start(echo, (error, line) -> lines.add(line))) {
            running.say("second");
            await().until(() -> lines.equals(List.of("first", "second")));
            assertThat(running.isAlive()).isTrue();
        }
    }

    @Test
    public void readsBigOutputOnBothStreamsAtOnce() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command = shell(
                "i=0; while [ $i -lt 3000 ]; do printf '%01000d\\n' $i; printf '%01000d\\n' $i >&2; i=$((i+1)); done");

        CommandResult result =
                runner.run(command, Deadline.in(Duration.ofSeconds(50)), (error, line) -> lines.add(line));

        assertThat(result.output()).hasSize(3000 * 1001);
        assertThat(result.errors()).hasSize(3000 * 1001);
        assertThat(lines).hasSize(6000).allMatch(line -> line.length() == 1000);
    }

    @Test
    public void keepsTheLastBytesOfEndlessOutputAndSaysSo() {
        CommandResult result = run("head -c 40000000 /dev/zero | tr '\\0' 'x'; echo the end");

        assertThat(result.output()).startsWith("[the first ").endsWith("the end\n");
        assertThat(result.output().length()).isBetween(LocalRunner.CAPTURED, LocalRunner.CAPTURED + 100_000);
    }

    @Test
    public void cutsLongLinesForTheListenerAndDeliversTheLastOneWithoutAnEnd() {
        List<String> lines = new CopyOnWriteArrayList<>();

        runner.run(
                shell("head -c 70000 /dev/zero | tr '\\0' 'x'; printf '\\nnext\\r\\nlast'"),
                Deadline.in(Duration.ofSeconds(20)),
                (error, line) -> lines.add(line));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).hasSize(64 * 1024 + 3).endsWith("x...");
        assertThat(lines.subList(1, 3)).containsExactly("next", "last");
    }

    @Test
    public void passesStandardInputWhole() {
        CommandResult result = runner.run(
                Command.of("count", "wc", "-c").withStdin(Secret.of(new byte[3_000_000])),
                Deadline.in(Duration.ofSeconds(20)));

        assertThat(result.output().strip()).isEqualTo("3000000");
    }

    @Test
    public void closesStandardInputWhenThereIsNone() {
        assertThat(run("cat; echo done").output()).isEqualTo("done\n");
    }

    @Test
    public void passesSecretsByEnvironmentAndNeverInArguments() {
        Command command = shell(
                        "printf '%s' \"$TOKEN\"; tr '\\0' ' ' < /proc/$$/cmdline >&2; echo \" $PLAIN $EVERYWHERE\" >&2")
                .withEnvironment(Map.of("PLAIN", "p"))
                .withSecrets(Map.of("TOKEN", Secret.of("s3cr3t $HOME\n\"quoted\"")));

        CommandResult result = runner.run(command, Deadline.in(Duration.ofSeconds(20)));

        assertThat(result.output()).isEqualTo("s3cr3t $HOME\n\"quoted\"");
        assertThat(result.errors()).doesNotContain("s3cr3t").endsWith(" p yes\n");
    }

    @Test
    public void refusesAValueThatTheEnvironmentCannotHoldWithoutShowingIt() {
        Map<String, Secret> nul = Map.of("TOKEN", Secret.of("hidden\0value"));
        Map<String, Secret> binary = Map.of("TOKEN", Secret.of(new byte[] {(byte) 0xff, 'h', 'i', 'd'}));

        assertThatThrownBy(() -> runner.run(shell("true").withSecrets(nul), Deadline.in(Duration.ofSeconds(5))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'TOKEN' holds a NUL character")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> runner.run(shell("true").withSecrets(binary), Deadline.in(Duration.ofSeconds(5))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("'TOKEN' is not UTF-8 text")
                .hasMessageNotContaining("hid");
    }

    @Test
    public void saysWhatToInstallWhenTheProgramIsMissing() {
        Command command = Command.of("draw the owl", "no-such-program-here");

        assertThatThrownBy(() -> runner.run(command, Deadline.in(Duration.ofSeconds(5))))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("Could not draw the owl on this machine: 'no-such-program-here' is not installed or not on"
                        + " the PATH. Install 'no-such-program-here' or correct the PATH.");
    }

    @Test
    public void namesAMissingDirectory() {
        Command command = shell("true").withDirectory("/no/such/place");

        assertThatThrownBy(() -> runner.run(command, Deadline.in(Duration.ofSeconds(5))))
                .hasMessageContaining("there is no directory '/no/such/place'");
    }

    @Test
    public void stopsTheProcessAndItsDescendantsAtTheDeadline() throws Exception {
        Path pids = folder.newFile().toPath();
        Command command = shell(
                "sh -c 'echo $$ >> " + pids + "; sleep 300' & sleep 300 & echo $! >> " + pids + "; echo waiting; wait");

        CommandFailedException failure = catchThrowableOfType(
                CommandFailedException.class, () -> runner.run(command, Deadline.in(Duration.ofSeconds(1))));

        assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMED_OUT.code());
        assertThat(failure).hasMessageContaining("Could not run a test on this machine: 'sh' was stopped");
        assertThat(failure.logTail()).isEqualTo("waiting");
        List<String> started = Files.readAllLines(pids);
        assertThat(started).hasSize(2);
        await().until(() -> started.stream().noneMatch(LocalRunnerTest::isRunning)); // until process 1 has reaped them
    }

    @Test
    public void killsWhatIgnoresTermAfterTheGraceTime() {
        long begin = System.nanoTime();

        assertThatThrownBy(() -> runner.run(
                        shell("trap '' TERM; while :; do sleep 1; done"), Deadline.in(Duration.ofMillis(300))))
                .isInstanceOf(CommandFailedException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
    }

    @Test
    public void doesNotWaitForAProgramLeftBehindThatHoldsTheStreams() throws Exception {
        Path pid = folder.newFile().toPath();

        CommandResult result = run("sleep 300 & echo $! > " + pid + "; echo done");

        assertThat(result.output()).isEqualTo("done\n");
        assertThat(result.elapsed()).isLessThan(Duration.ofSeconds(10));
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(ProcessHandle::destroy);
    }

    @Test
    public void stopsWhenTheThreadIsInterrupted() throws Exception {
        Path pid = folder.newFile().toPath();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                run("echo $$ > " + pid + "; sleep 300");
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        thread.start();
        await().until(() -> !Files.readString(pid).isBlank());

        thread.interrupt();
        thread.join();

        assertThat(failures).singleElement().asString().contains("'sh' was stopped by an interrupt");
        assertThat(isRunning(Files.readString(pid).strip())).isFalse();
    }

    @Test
    public void aFailingListenerFailsTheRunWithoutBlockingTheProcess() {
        assertThatThrownBy(() -> runner.run(
                        shell("head -c 1000000 /dev/zero | tr '\\0' '\\n'"),
                        Deadline.in(Duration.ofSeconds(20)),
                        (error, line) -> {
                            throw new IllegalStateException("listener broke");
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("listener broke");
    }

    @Test
    public void keepsTheInputOfAStartedCommandOpenUntilItIsClosed() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command = shell("read first; echo \"got $first\"; cat").withStdin(Secret.of("hello\n"));

        RunningCommand running = runner.start(command, (error, line) -> lines.add(line));
        await().until(() -> lines.contains("got hello"));
        assertThat(running.isAlive()).isTrue();
        assertThat(running.await(Deadline.in(Duration.ofMillis(50)))).isEmpty();
        running.close();

        assertThat(running.isAlive()).isFalse();
        assertThat(running.await(Deadline.in(Duration.ofSeconds(5)))).isPresent();
    }

    private CommandResult run(String script) {
        return runner.run(shell(script), Deadline.in(Duration.ofSeconds(50)));
    }

    private static Command shell(String script) {
        return Command.of("run a test", "sh", "-c", script);
    }

    private static boolean isRunning(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
    }
}
