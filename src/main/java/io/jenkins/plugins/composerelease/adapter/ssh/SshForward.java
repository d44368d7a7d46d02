package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** A local port that the connection carries to an address as the host sees it. */
final class SshForward implements Host.Forward {
    private static final int TRIES = 5;
    private static final Duration CANCEL = Duration.ofSeconds(5);

    private final CommandRunner local;
    private final SshConnection connection;
    private final int port;
    private final List<String> cancel;

    private SshForward(CommandRunner local, SshConnection connection, int port, List<String> cancel) {
        this.local = local;
        this.connection = connection;
        this.port = port;
        this.cancel = cancel;
    }

    static SshForward open(
            String place, SshConnection connection, CommandRunner local, String address, int port, Deadline deadline) {
        Names.host(address);
        Names.port(port);
        String purpose = "forward a port to '" + address + "' port " + port;
        String errors = "";
        // ssh takes no port 0 here, and another process can take the free port first: then another one.
        for (int attempt = 0; attempt < TRIES && connection.isAlive(); attempt++) {
            int free = freePort();
            SshOptions options = connection.options();
            Command command = Command.of(purpose, options.forward("forward", free, address, port));
            CommandResult result = local.run(command, deadline);
            if (result.succeeded()) {
                return new SshForward(local, connection, free, options.forward("cancel", free, address, port));
            }
            errors = result.errors();
        }
        String why = connection.isAlive() ? Text.tail(errors, 3).strip() : "the SSH connection has ended";
        throw new CommandFailedException(
                ExitCode.FAILED,
                "Could not " + purpose + " as '" + place + "' sees it: " + why + ".",
                "Check that sshd allows TCP forwarding (AllowTcpForwarding).",
                -1,
                Text.tail(errors, 10),
                null);
    }

    @Override
    public String address() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            if (connection.isAlive()) {
                local.run(Command.of("close a forwarded port", cancel), Deadline.in(CANCEL));
            }
        } catch (ReleaseException e) {
            return; // it ends with the connection at the latest, and must not hide an earlier failure
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ReleaseException(ExitCode.FAILED, "This machine has no free TCP port: " + e + ".", "", e);
        }
    }
}
