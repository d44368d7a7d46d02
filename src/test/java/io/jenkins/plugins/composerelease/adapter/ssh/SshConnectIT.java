package io.jenkins.plugins.composerelease.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How a connection is refused, and what the message says. */
public class SshConnectIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final TestBed.HostData data = TestBed.get().host("web1");

    @Test
    public void refusesAnotherHostKeyAndShowsBoth() throws IOException {
        String other = publicKey(generate("other"));
        HostKey expected = HostKey.parse(other, "x");
        HostKey actual = HostKey.parse(data.publicKey(), "x");
        assertFails(SshTargets.address(data, Optional.of(other), SshTargets.key(data)))
                .hasMessageContaining("expected host key ssh-ed25519 " + expected.fingerprint()
                        + ", but the host has ssh-ed25519 " + actual.fingerprint())
                .hasMessageContaining("change hostKey only if that shows the new one");
    }

    @Test
    public void refusesAnUnknownHostKeyAndShowsIt() {
        HostKey actual = HostKey.parse(data.publicKey(), "x");
        assertFails(SshTargets.address(data, Optional.empty(), SshTargets.key(data)))
                .hasMessageContaining("its host key ssh-ed25519 " + actual.fingerprint() + " is not known")
                .hasMessageContaining("then give the target that key as hostKey");
    }

    @Test
    public void saysThatTheHostRefusesTheKey() throws IOException {
        Secret stranger = Secret.of(Files.readAllBytes(generate("stranger")));
        assertFails(SshTargets.address(data, Optional.of(data.publicKey()), stranger))
                .hasMessageContaining("Could not connect to target 'web1' at '" + data.user() + "@" + data.address()
                        + "' port " + data.port() + ": the host did not accept the given private key for user '"
                        + data.user() + "' (it offers: publickey");
    }

    @Test
    public void saysThatThePrivateKeyIsNone() {
        assertFails(SshTargets.address(data, Optional.of(data.publicKey()), Secret.of("no key at all")))
                .hasMessageContaining("the private key cannot be read")
                .hasMessageNotContaining("no key at all");
    }

    @Test
    public void acceptsAKeyWhoseLineEndsWereMangled() {
        String key = SshTargets.key(data).reveal().strip().replace("\n", "\r\n");
        SshAddress address = SshTargets.address(data, Optional.of(data.publicKey()), Secret.of(key));
        try (SshHost host = SshHost.connect("web1", address, new LocalRunner(), soon())) {
            assertThat(host.require(Command.of("test", "echo", "in"), soon()).output())
                    .isEqualTo("in\n");
        }
    }

    @Test
    public void saysThatNobodyListens() {
        assertFails(at(data.address(), 1)).hasMessageContaining("the connection was refused");
    }

    @Test
    public void saysThatTheNameIsUnknown() {
        assertFails(at("no-such-host.invalid", 22)).hasMessageContaining("the name cannot be resolved");
    }

    @Test
    public void saysThatTheHostDoesNotAnswerInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SshAddress address = at("127.0.0.1", silent.getLocalPort());
            assertThatThrownBy(() ->
                            SshHost.connect("web1", address, new LocalRunner(), Deadline.in(Duration.ofSeconds(2))))
                    .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                            .isEqualTo(ExitCode.TIMED_OUT.code()))
                    .hasMessageContaining("no answer within 2.");
        }
    }

    @Test
    public void goesThroughAProxyCommandWithTheSameCheck() {
        String proxy = "bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & cat >&3'";
        SshAddress address = proxied(data.publicKey(), proxy);
        try (SshHost host = SshHost.connect("web1", address, new LocalRunner(), soon())) {
            assertThat(host.require(Command.of("test", "echo", "in"), soon()).output())
                    .isEqualTo("in\n");
        }
        assertThatThrownBy(() ->
                        SshHost.connect("web1", proxied(publicKeyOf("another"), proxy), new LocalRunner(), soon()))
                .hasMessageContaining("expected host key ssh-ed25519 ");
    }

    @Test
    public void leavesNoPrivateFilesOnThisMachine() throws IOException {
        SshHost host = SshHost.connect("web1", SshTargets.address(data), new LocalRunner(), soon());
        Path directory = own(host);
        assertThat(Files.exists(directory.resolve("identity"))).isFalse();
        host.close();
        assertThat(Files.exists(directory)).isFalse();
    }

    /** The directory of this connection's control socket, as its own ssh process names it. */
    private static Path own(SshHost host) {
        String pid = String.valueOf(ProcessHandle.current().pid());
        String line = new LocalRunner()
                .require(Command.of("look", "ps", "-ww", "-o", "args=", "--ppid", pid), soon())
                .output()
                .lines()
                .filter(args -> args.contains(" -M -S "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ssh of " + host.place()));
        return Path.of(line.replaceAll(".* -S (\\S+)/mux .*", "$1"));
    }

    private SshAddress at(String host, int port) {
        return new SshAddress(
                host,
                port,
                data.user(),
                Optional.of(data.publicKey()),
                Optional.of(SshTargets.key(data)),
                Optional.empty(),
                Optional.empty());
    }

    private SshAddress proxied(String key, String proxy) {
        return new SshAddress(
                data.address(),
                data.port(),
                data.user(),
                Optional.of(key),
                Optional.of(SshTargets.key(data)),
                Optional.empty(),
                Optional.of(proxy));
    }

    private String publicKeyOf(String name) {
        try {
            return publicKey(generate(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String publicKey(Path key) throws IOException {
        return Files.readString(Path.of(key + ".pub")).strip();
    }

    private Path generate(String name) {
        Path key = folder.getRoot().toPath().resolve(name);
        new LocalRunner()
                .require(
                        Command.of("make a key", "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()),
                        soon());
        return key;
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            SshAddress address) {
        return assertThatThrownBy(() -> SshHost.connect("web1", address, new LocalRunner(), soon()))
                .isInstanceOfSatisfying(CommandFailedException.class, e -> assertThat(e.exitCode())
                        .isEqualTo(ExitCode.FAILED.code()));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
