package io.jenkins.plugins.composerelease.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class SshHostIT {
    private final TestBed.HostData data = TestBed.get().host("web1");
    private final String mark = String.valueOf(System.nanoTime()); // a sleep of so many seconds is one of this test
    private SshHost host;

    @Before
    public void connect() {
        host = SshHost.connect("web1", SshTargets.address(data), new LocalRunner(), soon());
    }

    @After
    public void disconnect() {
        host.close();
    }

    @Test
    public void usesOneConnectionForEverything() throws Exception {
        List<String> connections = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            connections.add(sh("echo \"$SSH_CONNECTION\"").output());
        }
        try (Host.Forward forward = host.forward("127.0.0.1", data.port(), soon())) {
            assertThat(forward.port()).isPositive();
        }
        assertThat(connections).containsOnly(connections.get(0));
        String port = connections.get(0).split(" ")[1];
        assertThat(Files.readAllLines(data.sshdLog()))
                .filteredOn(line -> line.contains("Accepted publickey") && line.contains(" port " + port + " "))
                .hasSize(1);
    }

    @Test
    public void passesArgumentsEnvironmentAndInputByteForByte() {
        String nasty = "a'b\"c$HOME `id` \\ \n\t!x ünï €" + "x".repeat(100_000) + "\n\n";
        byte[] all = new byte[255];
        IntStream.range(0, 255).forEach(i -> all[i] = (byte) (i + 1));
        Command command = Command.of(
                        "echo", "sh", "-c", "printf '%s' \"$1$A\"; printf %s \"$B\" | od -An -v -tx1; cat", "_", nasty)
                .withEnvironment(Map.of("A", nasty))
                .withSecrets(Map.of("B", Secret.of(all)))
                .withStdin(Secret.of("line 1\nline 2 without end"));

        String output = host.require(command, soon()).output();

        String hex = HexFormat.of().formatHex(all);
        assertThat(output.replaceAll("[ \n]", ""))
                .isEqualTo((nasty + nasty + hex + "line 1\nline 2 without end").replaceAll("[ \n]", ""));
        assertThat(output).startsWith(nasty + nasty).endsWith("line 1\nline 2 without end");
    }

    @Test
    public void keepsStreamsExitCodesAndDirectory() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command =
                Command.of("test", "sh", "-c", "pwd; echo error >&2; exit 7").withDirectory("/usr/lib");
        CommandResult result = host.run(command, soon(), (error, line) -> lines.add(error + " " + line));
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.output()).isEqualTo("/usr/lib\n");
        assertThat(result.errors()).isEqualTo("error\n");
        assertThat(lines).containsExactlyInAnyOrder("false /usr/lib", "true error");
    }

    @Test
    public void tellsExitCode255FromALostConnection() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command = Command.of("test", "sh", "-c", "printf 'no end' >&2; exit 255");
        CommandResult result = host.run(command, soon(), (error, line) -> lines.add(line));
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.errors()).isEqualTo("no end");
        assertThat(lines).containsExactly("no end");
    }

    @Test
    public void saysWhichProgramOrDirectoryIsMissing() {
        assertThatThrownBy(() -> host.run(Command.of("try it", "no-such-program"), soon()))
                .hasMessage("Could not try it on 'web1': 'no-such-program' is not installed or not on the PATH."
                        + " Install it on the host.");
        assertThatThrownBy(() -> host.run(Command.of("try it", "ls").withDirectory("/no/such"), soon()))
                .hasMessageContaining("there is no directory '/no/such' to run 'ls' in.");
    }

    @Test
    public void saysThatTheOutcomeIsUnknownWhenTheConnectionIsLost() {
        // The parent of the command's shell is the process that sshd has for this connection.
        Command command = Command.of("switch it", "sh", "-c", "kill -9 $(ps -o ppid= -p $PPID); sleep " + mark);
        assertThatThrownBy(() -> host.run(command, soon()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("Could not switch it on 'web1': the SSH connection was lost while it ran:"
                        + " its outcome on the host is unknown");
        assertThatThrownBy(() -> sh("true"))
                .hasMessageContaining("it was not started, as the SSH connection had ended");
        assertNothingIsLeft();
    }

    @Test
    public void stopsTheRemoteProcessAtTheDeadline() {
        Command command =
                Command.of("wait", "sh", "-c", "echo begun; trap '' TERM; sleep " + mark + " & sleep " + mark);
        Deadline deadline = Deadline.in(Duration.ofSeconds(1));
        assertThatThrownBy(() -> host.run(command, deadline))
                .isInstanceOfSatisfying(CommandFailedException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.TIMED_OUT.code());
                    assertThat(e.logTail()).isEqualTo("begun");
                })
                .hasMessageContaining("Could not wait on 'web1': 'sh' was stopped as it had not ended after ")
                .hasMessageNotContaining("not known");
        assertThat(remoteProcesses()).isEmpty();
        assertThat(sh("echo works").output()).isEqualTo("works\n");
    }

    @Test
    public void stopsTheRemoteProcessWhenAStartedCommandIsClosed() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command = Command.of("wait", "sh", "-c", "echo begun; sleep " + mark);
        RunningCommand running = host.start(command, (error, line) -> lines.add(line));
        await().until(() -> lines.contains("begun"));
        assertThat(running.isAlive()).isTrue();
        assertThat(running.await(Deadline.in(Duration.ofMillis(10)))).isEmpty();
        running.close();
        assertThat(remoteProcesses()).isEmpty();
    }

    @Test
    public void leavesNothingBehindWhenClosedInTheMiddle() {
        host.start(Docker.events(mark + "s"), OutputListener.NONE);
        host.start(Command.of("wait", "sleep", mark), OutputListener.NONE);
        CompletableFuture<CommandResult> run = CompletableFuture.supplyAsync(() -> sh("sleep " + mark));
        await().until(() -> remoteProcesses().size() == 2);
        host.close();
        assertThat(run).failsWithin(Duration.ofSeconds(10));
        assertNothingIsLeft();
        try (SshHost again = SshHost.connect("web1", SshTargets.address(data), new LocalRunner(), soon())) {
            await().untilAsserted(() -> assertThat(again.run(Command.of("look", "pgrep", "-f", "since " + mark), soon())
                            .output())
                    .isEmpty());
        }
    }

    @Test
    public void runsCommandsInParallelWithinTheSessionsThatSshdAllows() {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            // Counts the sessions that sshd has for this connection: 8 commands and the one that holds it.
            String script = "sleep 0.2; ps -o pid= --ppid $(ps -o ppid= -p $PPID) | wc -l";
            List<CompletableFuture<String>> all = IntStream.range(0, 40)
                    .mapToObj(
                            i -> CompletableFuture.supplyAsync(() -> sh(script).output(), threads))
                    .toList();
            int most = 0;
            for (CompletableFuture<String> one : all) {
                assertThat(one).succeedsWithin(Duration.ofSeconds(30));
                most = Math.max(most, Integer.parseInt(one.join().strip()));
            }
            assertThat(most).isBetween(3, 9);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void forwardsAPortUntilItIsClosed() throws Exception {
        Host.Forward forward = host.forward(data.address(), data.port(), soon());
        try (Socket socket = new Socket(forward.address(), forward.port())) {
            socket.setSoTimeout(10_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(in.readLine()).startsWith("SSH-2.0-");
        }
        forward.close();
        assertThatThrownBy(() -> new Socket(forward.address(), forward.port()).close())
                .hasMessageContaining("refused");
    }

    @Test
    public void showsNoSecretInAnyProcessList() {
        String secret = "s3cret-" + mark;
        List<String> lines = new CopyOnWriteArrayList<>();
        Command command = Command.of("wait", "sh", "-c", "echo begun; sleep " + mark)
                .withSecrets(Map.of("TOKEN", Secret.of(secret)))
                .withStdin(Secret.of("stdin-" + secret));
        try (RunningCommand running = host.start(command, (error, line) -> lines.add(line))) {
            await().until(() -> lines.contains("begun"));
            String there = sh("cat /proc/[0-9]*/cmdline | tr '\\0' ' '").output();
            String here = new LocalRunner()
                    .require(Command.of("look", "ps", "axww", "-o", "args"), soon())
                    .output();
            assertThat(there).contains("sleep " + mark).doesNotContain(secret);
            assertThat(here).contains("ssh -F none").doesNotContain(secret);
            assertThat(running.isAlive()).isTrue();
        }
    }

    @Test
    public void nextConnectionRemovesWhatAKilledOneLeftAndNothingElse() {
        String mine = "/dev/shm/compose-release.left" + mark;
        String login = "/dev/shm/compose-release-login.left" + mark;
        String young = "/dev/shm/compose-release.young" + mark;
        String elsewhere = "/dev/shm/compose-release.elsewhere" + mark;
        String others = "/dev/shm/compose-release.others" + mark;
        sh("cd /dev/shm && mkdir " + String.join(" ", mine, login, young, elsewhere, others)
                + "; gone=$(sh -c 'echo $$'); ns=$(readlink /proc/self/ns/pid)"
                + "; for d in " + mine + " " + login + " " + others + "; do echo \"$gone $ns\" > $d/.owner; done"
                + "; echo \"$gone pid:[1]\" > " + elsewhere + "/.owner"
                + "; echo '{}' > " + login + "/config.json; chown nobody " + others);
        try (SshHost next = SshHost.connect("web1", SshTargets.address(data), new LocalRunner(), soon())) {
            await().untilAsserted(() -> assertThat(
                            sh("ls -d /dev/shm/*" + mark).output().lines())
                    .containsExactly(elsewhere, others, young));
            assertThat(sh("echo still here").output()).isEqualTo("still here\n");
            assertThat(next.run(Command.of("test", "true"), soon()).succeeded()).isTrue();
        } finally {
            sh("rm -rf /dev/shm/*" + mark);
        }
    }

    private void assertNothingIsLeft() {
        try (SshHost again = SshHost.connect("web1", SshTargets.address(data), new LocalRunner(), soon())) {
            await().untilAsserted(() -> assertThat(remoteProcesses(again)).isEmpty());
        }
    }

    private List<String> remoteProcesses() {
        return remoteProcesses(host);
    }

    private List<String> remoteProcesses(SshHost on) {
        CommandResult result = on.run(Command.of("look", "pgrep", "-x", "-f", "sleep " + mark), soon());
        return result.output().lines().toList();
    }

    private CommandResult sh(String script) {
        return host.require(Command.of("test", "sh", "-c", script), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
