package io.jenkins.plugins.composerelease.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Stands in front of a registry, does to single requests what broken networks and busy servers do, and counts bytes. Each
 * connection carries one request.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final Pattern CONNECTION = Pattern.compile("(?im)^Connection:.*\r\n");

    private static final Pattern LOGIN = Pattern.compile("(?im)^Authorization:");
    private static final int TLS = 0x16;

    private final String registry;
    private final ServerSocket server;
    private final ConcurrentLinkedDeque<Rule> rules = new ConcurrentLinkedDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong blobsUp = new AtomicLong();
    private final AtomicLong blobsDown = new AtomicLong();

    /**
     * @param registry host and port, plain HTTP
     */
    public FaultyProxy(String registry) throws IOException {
        this.registry = registry;
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::accept);
    }

    /** Host and port, where Docker speaks plain HTTP too. */
    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /**
     * The next requests of a kind meet a fault.
     *
     * @param request pattern that is found in method and path, for example {@code PUT .*manifests}; {@code  authorized}
     *     is behind the path where there is a login
     */
    public void next(int times, String request, Fault fault) {
        for (int i = 0; i < times; i++) {
            rules.add(new Rule(Pattern.compile(request), fault));
        }
    }

    /** Method and path of each request so far, faulty ones too. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Begins to count anew. */
    public void reset() {
        requests.clear();
        blobsUp.set(0);
        blobsDown.set(0);
    }

    /** Faults that nobody met yet. */
    public int left() {
        return rules.size();
    }

    /** Bytes of requests to upload blobs and of their bodies. */
    public long blobBytesUp() {
        return blobsUp.get();
    }

    /** Bytes of answers with blobs. */
    public long blobBytesDown() {
        return blobsDown.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            daemon(() -> {
                try (client) {
                    serve(client);
                }
            });
        }
    }

    private void serve(Socket client) throws IOException {
        String head = head(client.getInputStream());
        if (head.isEmpty()) {
            return; // Docker asks for encryption first
        }
        String request = head.substring(0, head.indexOf(" HTTP/"));
        requests.add(request);
        Fault fault = fault(request + (LOGIN.matcher(head).find() ? " authorized" : ""));
        if (fault.instead(client)) {
            return;
        }
        int colon = registry.indexOf(':');
        try (Socket back = new Socket(registry.substring(0, colon), Integer.parseInt(registry.substring(colon + 1)))) {
            String sent =
                    CONNECTION.matcher(head).replaceAll("").replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
            back.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
            boolean blob = request.contains("/blobs/");
            daemon(() -> copy(client.getInputStream(), back.getOutputStream(), blob ? blobsUp : null));
            InputStream answer = back.getInputStream();
            String answered = head(answer);
            client.getOutputStream().write(answered.getBytes(StandardCharsets.ISO_8859_1));
            if (answered.startsWith("HTTP/1.1 100")) {
                client.getOutputStream().write(head(answer).getBytes(StandardCharsets.ISO_8859_1));
            }
            fault.body(answer, client, blob && request.startsWith("GET ") ? blobsDown : new AtomicLong());
        }
    }

    private Fault fault(String request) {
        for (Rule rule : rules) {
            if (rule.request().matcher(request).find() && rules.remove(rule)) {
                return rule.fault();
            }
        }
        return Fault.NONE;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == TLS && head.size() == 0) {
                break;
            }
            head.write(b);
            end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : 0;
            if (end == 4) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    static void copy(InputStream from, OutputStream to, AtomicLong count) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            to.write(buffer, 0, n);
            if (count != null) {
                count.addAndGet(n);
            }
        }
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                return; // a connection, or this proxy, has been closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private record Rule(Pattern request, Fault fault) {}

    private interface Work {
        void run() throws IOException;
    }
}
