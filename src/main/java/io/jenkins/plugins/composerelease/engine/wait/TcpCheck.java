package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** Opens a connection to a container. */
final class TcpCheck implements Probe {
    /** A forward accepts at once, and hangs up when it learns that the port is closed. */
    private static final Duration HANGS_UP = Duration.ofSeconds(1);

    private final Condition.Tcp condition;
    private final Reach reach;

    TcpCheck(Condition.Tcp condition, Reach reach) {
        this.condition = condition;
        this.reach = reach;
    }

    @Override
    public Optional<String> attempt(Deadline deadline) {
        try {
            reach.talk(condition.port(), deadline, TcpCheck::connect);
            return Optional.empty();
        } catch (ConnectException e) {
            return Optional.of("port " + condition.port() + " refused the connection");
        } catch (IOException e) {
            return Optional.of("port " + condition.port() + " cannot be reached: "
                    + Text.printable(String.valueOf(e.getMessage())));
        }
    }

    private static boolean connect(String address, int port, boolean direct, Deadline deadline) throws IOException {
        // A channel's socket: an interrupt ends what it waits for.
        try (Socket socket = SocketChannel.open().socket()) {
            socket.connect(new InetSocketAddress(address, port), millis(deadline));
            if (!direct) {
                requireOpen(socket, deadline);
            }
            return true;
        }
    }

    private static void requireOpen(Socket socket, Deadline deadline) throws IOException {
        socket.setSoTimeout(millis(deadline.atMost(HANGS_UP)));
        try {
            if (socket.getInputStream().read() < 0) {
                throw new ConnectException("refused");
            }
        } catch (SocketTimeoutException e) {
            return; // it waits for us to speak first
        }
    }

    private static int millis(Deadline deadline) {
        return (int) Math.max(1, Math.min(deadline.remaining().toMillis(), Integer.MAX_VALUE));
    }
}
