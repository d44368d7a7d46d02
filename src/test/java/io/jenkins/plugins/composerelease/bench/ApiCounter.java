package io.jenkins.plugins.composerelease.bench;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in front of a Docker engine's socket and counts the requests that pass. */
final class ApiCounter implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
    private static final Pattern UPGRADE = Pattern.compile("(?i)\r\nUpgrade: ");

    private static final int BACKLOG = 1024; // Compose asks for all containers at once, each on a connection of its own

    private final UnixDomainSocketAddress engine;
    private final Path socket;
    private final ServerSocketChannel server;
    private final AtomicInteger requests = new AtomicInteger();

    /**
     * @param engine socket of the engine
     * @param socket where to listen
     */
    ApiCounter(Path engine, Path socket) throws IOException {
        this.engine = UnixDomainSocketAddress.of(engine);
        this.socket = socket;
        server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket), BACKLOG);
        daemon(this::accept);
    }

    String dockerHost() {
        return "unix://" + socket;
    }

    /** Requests since the last call. */
    int take() {
        return requests.getAndSet(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel client = server.accept();
            SocketChannel to = SocketChannel.open(engine);
            Requests counter = new Requests();
            daemon(() -> copy(client, to, counter));
            daemon(() -> copy(to, client, null));
        }
    }

    /** Ends one direction when its source ends; closes both when it breaks. */
    private static void copy(SocketChannel from, SocketChannel to, Requests counter) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                if (counter != null) {
                    counter.see(buffer.duplicate());
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            from.close();
            to.close();
        }
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // a connection, or this counter, has been closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Finds the heads of requests in what a client sends on one connection. */
    private final class Requests {
        private final StringBuilder head = new StringBuilder();
        private long body;
        private boolean raw;

        void see(ByteBuffer bytes) {
            String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
            int at = 0;
            while (at < text.length() && !raw) {
                if (body > 0) {
                    int skipped = (int) Math.min(body, text.length() - at);
                    body -= skipped;
                    at += skipped;
                } else {
                    head.append(text.charAt(at++));
                    if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                        count();
                    }
                }
            }
        }

        private void count() {
            requests.incrementAndGet();
            Matcher length = LENGTH.matcher(head);
            body = length.find() ? Long.parseLong(length.group(1)) : 0;
            raw = UPGRADE.matcher(head).find();
            head.setLength(0);
        }
    }
}
