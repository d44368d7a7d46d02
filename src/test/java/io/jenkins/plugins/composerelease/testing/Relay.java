package io.jenkins.plugins.composerelease.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A line to a server that a test slows down, silences, cuts, or takes away. */
public final class Relay implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final InetSocketAddress door;
    private final String host;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket server;
    private Duration delay = Duration.ZERO;
    private Pattern holdAt;
    private boolean held;
    private int waiting;

    /**
     * @param server host and port
     * @param address own address, where clients come to
     */
    public Relay(String server, String address) throws IOException {
        int colon = server.lastIndexOf(':');
        host = server.substring(0, colon);
        port = Integer.parseInt(server.substring(colon + 1));
        this.server = new ServerSocket(0, 50, InetAddress.getByName(address));
        door = (InetSocketAddress) this.server.getLocalSocketAddress();
        listen(this.server);
    }

    /** Host and port, where clients come to. */
    public String address() {
        return door.getAddress().getHostAddress() + ":" + door.getPort();
    }

    public int port() {
        return door.getPort();
    }

    /** Each piece of at most 16 KiB that a client says takes that long from now on. */
    public synchronized void delay(Duration each) {
        delay = each;
        notifyAll();
    }

    /** From now on nothing arrives on either side, and nobody is told: a partition. */
    public synchronized void hold() {
        held = true;
    }

    /** The same as soon as a client says something like that, this included. */
    public synchronized void holdAt(String regex) {
        holdAt = Pattern.compile(regex, Pattern.DOTALL);
    }

    /** Whether something waits. */
    public synchronized boolean holds() {
        return waiting > 0;
    }

    /** Ends all connections there are. */
    public void cut() {
        for (Socket socket : sockets) {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                continue; // it has just ended
            }
        }
    }

    /** The server is gone: connections end, new ones are refused. */
    public void down() throws IOException {
        server.close();
        cut();
    }

    /** Everything goes through again, at once; what was silenced arrives late. */
    public synchronized void release() throws IOException {
        held = false;
        holdAt = null;
        delay = Duration.ZERO;
        notifyAll();
        if (server.isClosed()) {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(door);
            listen(server);
        }
    }

    private void listen(ServerSocket listening) {
        daemon(() -> {
            while (true) {
                Socket client = listening.accept();
                Socket back = new Socket(host, port);
                sockets.add(client);
                sockets.add(back);
                daemon(() -> pump(client, back, true));
                daemon(() -> pump(back, client, false));
            }
        });
    }

    private void pump(Socket from, Socket to, boolean client) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                pass(client ? new String(chunk, 0, count, StandardCharsets.ISO_8859_1) : "");
                out.write(chunk, 0, count);
            }
            pass("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    /** @param said what a client says, which takes its time; empty for what a server answers, and for an end */
    private synchronized void pass(String said) throws InterruptedException {
        held |= holdAt != null && holdAt.matcher(said).find();
        long until = System.nanoTime() + (said.isEmpty() ? 0 : delay.toNanos());
        waiting++;
        while (held || System.nanoTime() < until) {
            wait(held ? 0 : Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
        waiting--;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        return; // one of them, or the relay, has ended it
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        release();
        down();
    }

    private interface Work {
        void run() throws IOException;
    }
}
