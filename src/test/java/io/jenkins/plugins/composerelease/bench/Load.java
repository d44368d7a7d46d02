package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A constant load: so many requests a second are due whether those before were answered or not, and their time begins when they
 * are due. Each tenth is a POST; each connection is used for twenty.
 */
final class Load implements AutoCloseable {
    private static final int CONNECTIONS = 16;
    private static final int PER_CONNECTION = 20;
    private static final int TIMEOUT_MILLIS = 2000;

    private final InetSocketAddress server;
    private final long intervalNanos;
    private final long begin = System.nanoTime();
    private final AtomicLong next = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final Samples quiet = new Samples();
    private final Samples updating = new Samples();
    private int sent;
    private long lastSuccess = System.nanoTime();
    private long longestGap;
    private volatile boolean update;
    private volatile boolean stopped;

    Load(String host, int port, int perSecond) {
        server = new InetSocketAddress(host, port);
        intervalNanos = 1_000_000_000L / perSecond;
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread thread = new Thread(this::work, "load-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Whether an update is under way from now on. */
    void updating(boolean is) {
        update = is;
    }

    /** Returns when so many more requests have ended. */
    synchronized void rest(int requests) throws InterruptedException {
        int until = sent + requests;
        while (sent < until) {
            wait();
        }
    }

    synchronized int sent() {
        return sent;
    }

    /** How many failed in which way. */
    synchronized Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    /** Milliseconds between two answers, the most there were. */
    synchronized double longestGap() {
        return longestGap / 1e6;
    }

    /** Milliseconds of answers, during updates or between them. */
    Samples latency(boolean duringUpdates) {
        return duringUpdates ? updating : quiet;
    }

    private void work() {
        Socket socket = null;
        int used = 0;
        while (!stopped) {
            long number = next.getAndIncrement();
            long due = begin + number * intervalNanos;
            LockSupport.parkNanos(due - System.nanoTime());
            while (System.nanoTime() < due && !stopped) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            boolean during = update;
            String failure = "";
            try {
                if (socket == null || used == PER_CONNECTION) {
                    close(socket);
                    socket = connect();
                    used = 0;
                }
                used++;
                int status = ask(socket, number % 10 == 0 ? "POST" : "GET");
                failure = status == 200 ? "" : "status " + status;
            } catch (SocketTimeoutException e) {
                failure = "timeout";
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
            }
            if (!failure.isEmpty()) {
                close(socket);
                socket = null;
            }
            count(failure, during, due);
        }
        close(socket);
    }

    private synchronized void count(String failure, boolean during, long due) {
        long now = System.nanoTime();
        sent++;
        notifyAll();
        if (failure.isEmpty()) {
            (during ? updating : quiet).add((now - due) / 1e6);
            longestGap = Math.max(longestGap, now - lastSuccess);
            lastSuccess = now;
        } else {
            failures.merge(failure, 1, Integer::sum);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(server, TIMEOUT_MILLIS);
        return socket;
    }

    /** Returns the status of an answer that is complete and the application's. */
    private static int ask(Socket socket, String method) throws IOException {
        String body = method.equals("POST") ? "text" : "";
        String request = method + " / HTTP/1.1\r\nHost: bench\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        InputStream in = new BufferedInputStream(socket.getInputStream());
        String status = line(in);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        String answer = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        int code = Integer.parseInt(status.split(" ")[1]);
        if (code == 200 && !answer.startsWith("version ")) {
            throw new IOException("wrong body");
        }
        return code;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("connection ended");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            return; // it is gone anyway
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
