package io.jenkins.plugins.composerelease.steps;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A line to a server that a test slows down or holds. What is held is what clients say; answers go through. */
final class Relay implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket door;
    private final String host;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Duration delay = Duration.ZERO;
    private Pattern holdAt;
    private boolean held;
    private int waiting;

    private Relay(String host, int port, String address) throws IOException {
        this.host = host;
        this.port = port;
        door = new ServerSocket(0, 50, InetAddress.getByName(address));
        daemon(this::accept);
    }

    /** Stands in front of the host's SSH server from now on. */
    static Relay ssh(ReleaseBed bed) throws IOException {
        Relay relay = new Relay(bed.setting("HOST_ADDRESS"), Integer.parseInt(bed.setting("HOST_PORT")), "127.0.0.1");
        bed.set("HOST_ADDRESS", "127.0.0.1").set("HOST_PORT", relay.door.getLocalPort());
        return relay;
    }

    /** In front of the registry, at its address: who asks it there asks the relay. */
    static Relay registry(ReleaseBed bed) throws IOException {
        String[] registry = bed.setting("TESTBED_REGISTRY").split(":");
        return new Relay(registry[0], Integer.parseInt(registry[1]), registry[0]);
    }

    String address() {
        return host + ":" + door.getLocalPort();
    }

    /** Each piece of at most 16 KiB that a client says takes that long from now on. */
    synchronized void delay(Duration each) {
        delay = each;
        notifyAll();
    }

    /** Nothing that a client says arrives from now on. */
    synchronized void hold() {
        held = true;
    }

    /** The same as soon as a client says something like that, this included. */
    synchronized void holdAt(String regex) {
        holdAt = Pattern.compile(regex, Pattern.DOTALL);
    }

    /** Whether something waits. */
    synchronized boolean holds() {
        return waiting > 0;
    }

    /** Everything goes through again, at once. */
    synchronized void release() {
        held = false;
        holdAt = null;
        delay = Duration.ZERO;
        notifyAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(host, port);
                sockets.add(client);
                sockets.add(server);
                daemon(() -> pump(client, server, true));
                daemon(() -> pump(server, client, false));
            }
        } catch (IOException e) {
            release(); // it is closed
        }
    }

    private void pump(Socket from, Socket to, boolean slow) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (slow) {
                    await(new String(chunk, 0, count, StandardCharsets.ISO_8859_1));
                }
                out.write(chunk, 0, count);
            }
        } catch (IOException e) {
            return; // one of them has ended it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void await(String said) throws InterruptedException {
        held |= holdAt != null && holdAt.matcher(said).find();
        long until = System.nanoTime() + delay.toNanos();
        waiting++;
        while (held || (!delay.isZero() && System.nanoTime() < until)) {
            wait(held ? 0 : Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
        waiting--;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        release();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
