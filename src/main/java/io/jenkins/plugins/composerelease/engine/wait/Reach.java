package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways to a port of a container: its own address first, since Docker's proxy accepts connections to a published port
 * that nobody listens on; the published port only where the address cannot be reached from here.
 */
final class Reach {
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Host host;
    private final ContainerState container;

    Reach(Host host, ContainerState container) {
        this.host = host;
        this.container = container;
    }

    /** What is done at an address and port of this machine. */
    interface Talk<T> {
        /**
         * @param direct whether the address is the one that was asked for, and not a forward to it
         */
        T at(String address, int port, boolean direct, Deadline deadline) throws IOException;
    }

    /**
     * Talks to a port of the container, by the first way that leads there.
     *
     * @throws IOException what went wrong at the last way
     */
    <T> T talk(int port, Deadline deadline, Talk<T> talk) throws IOException {
        List<Way> ways = ways(port);
        IOException last = null;
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            boolean others = i < ways.size() - 1;
            Deadline own = others ? deadline.atMost(EACH) : deadline;
            try (Host.Forward forward = host.forward(way.address, way.port, deadline)) {
                boolean direct = forward.address().equals(way.address) && forward.port() == way.port;
                return talk.at(forward.address(), forward.port(), direct, own);
            } catch (IOException e) {
                last = e;
                if (!unreachable(e)) {
                    throw e;
                }
            } catch (CommandFailedException e) {
                last = new IOException(e.getMessage(), e);
            }
        }
        throw last;
    }

    private List<Way> ways(int port) {
        List<Way> ways = new ArrayList<>();
        container.details().addresses().forEach(address -> ways.add(new Way(address, port)));
        container.ports().stream()
                .filter(published ->
                        published.port() == port && published.protocol().equals("tcp"))
                .map(published -> new Way(local(published.address()), published.hostPort()))
                .distinct()
                .forEach(ways::add);
        if (container.details().addresses().isEmpty()) {
            ways.add(new Way("127.0.0.1", port)); // the host's own network
        }
        return ways;
    }

    private static String local(String address) {
        return address.isEmpty() || address.equals("0.0.0.0") ? "127.0.0.1" : address.equals("::") ? "::1" : address;
    }

    /** No answer at all, where a refusal is one. */
    private static boolean unreachable(IOException e) {
        return e instanceof NoRouteToHostException
                || e instanceof SocketTimeoutException
                || e instanceof ConnectException
                        && !String.valueOf(e.getMessage()).contains("refused");
    }

    private record Way(String address, int port) {}
}
