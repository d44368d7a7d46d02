package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one ssh process that holds the connection. It ends when its standard input closes, so it does not outlive this
 * program, not even one that is killed.
 */
final class SshConnection implements AutoCloseable {
    private static final Duration FINGERPRINT = Duration.ofSeconds(10);
    private static final Duration BEAT = Duration.ofSeconds(10);

    private final String target;
    private final SshAddress address;
    private final CommandRunner local;
    private final PrivateDirectory files;
    private final SshOptions options;
    private final CompletableFuture<String> firstLine = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private RunningCommand master;
    private String remoteDirectory;

    private SshConnection(String target, SshAddress address, CommandRunner local, PrivateDirectory files) {
        this.target = target;
        this.address = address;
        this.local = local;
        this.files = files;
        this.options = new SshOptions(
                address,
                files.path("mux"),
                address.hostKey()
                        .map(key -> HostKey.parse(key, address.host()))
                        .map(key -> files.write("known_hosts", key.knownHosts(address))),
                address.identity().map(key -> files.write("identity", unix(key))));
    }

    static SshConnection open(String target, SshAddress address, CommandRunner local, Deadline deadline) {
        PrivateDirectory files = PrivateDirectory.create();
        SshConnection connection = null;
        try {
            connection = new SshConnection(target, address, local, files);
            connection.connect(deadline);
            files.remove("identity");
            return connection;
        } catch (ReleaseException e) {
            if (connection != null && connection.master != null) {
                connection.master.close();
            }
            files.close();
            throw e;
        }
    }

    /** Private directory of this connection on the host. */
    String remoteDirectory() {
        return remoteDirectory;
    }

    SshOptions options() {
        return options;
    }

    boolean isAlive() {
        return master.isAlive();
    }

    /** What the connection's ssh printed, once it has ended; empty as long as it lives. */
    String lastWords() {
        return master.await(Deadline.in(Duration.ofSeconds(1)))
                .map(result -> result.errors().strip())
                .orElse("");
    }

    /** The local command that runs a script on the host over this connection. */
    Command session(String purpose, String run, Secret stdin) {
        return Command.of(purpose, options.session(RemoteScript.bootstrap(run))).withStdin(stdin);
    }

    @Override
    public void close() {
        ended.countDown();
        master.close();
        files.close();
    }

    private void connect(Deadline deadline) {
        String purpose = "connect to '" + target + "'";
        Command command = Command.of(
                        purpose, options.master(RemoteScript.bootstrap("supervisor"), deadline.remaining(), "ERROR"))
                .withStdin(RemoteScript.supervisor());
        master = local.start(command, (error, line) -> {
            if (!error) {
                firstLine.complete(line);
            }
        });
        String ready = awaitFirstLine(deadline);
        String[] fields = ready.split(" ", 4);
        if (fields.length != 4 || !ready.startsWith("compose-release ready ")) {
            throw SshFailure.noisyShell(target, address, ready);
        }
        if (fields[2].equals("no")) {
            throw SshFailure.noDocker(target, address);
        }
        remoteDirectory = fields[3];
        Thread beats = new Thread(this::beat, "ssh-beat");
        beats.setDaemon(true);
        beats.start();
    }

    /** Where the network goes without a word, the host would wait for hours before it stops what runs for us. */
    private void beat() {
        try {
            while (!ended.await(BEAT.toMillis(), TimeUnit.MILLISECONDS) && master.isAlive()) {
                master.say("beat");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String awaitFirstLine(Deadline deadline) {
        while (true) {
            try {
                return firstLine.get(50, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (!master.isAlive() && !firstLine.isDone()) {
                    throw failure(deadline);
                }
                if (deadline.passed()) {
                    master.close();
                    throw SshFailure.timedOut(target, address, "", deadline.elapsed());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SshFailure.timedOut(target, address, "It was interrupted.", deadline.elapsed());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private ReleaseException failure(Deadline deadline) {
        String errors = master.await(Deadline.in(Duration.ofSeconds(2)))
                .map(CommandResult::errors)
                .orElse("");
        return SshFailure.of(target, address, errors, SshFailure.isHostKey(errors) ? debug() : "", deadline.elapsed());
    }

    /** Tries once more, to the same refusal of the host key, with the level of detail that names the key. */
    private String debug() {
        Command again = Command.of("read the host key", options.master("exit", FINGERPRINT, "DEBUG1"));
        try {
            return local.run(again, Deadline.in(FINGERPRINT), OutputListener.NONE)
                    .errors();
        } catch (ReleaseException e) {
            return "";
        }
    }

    /** Credential stores and editors drop the last line's end or use another one, and ssh then refuses the key. */
    private static byte[] unix(Secret key) {
        String text = new String(key.bytes(), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        return (text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
