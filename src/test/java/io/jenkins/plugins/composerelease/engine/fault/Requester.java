package io.jenkins.plugins.composerelease.engine.fault;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Asks an application again and again, as somebody who uses it does. */
final class Requester implements AutoCloseable {
    private static final long PAUSE_NANOS = 50_000_000;
    private static final int PATIENCE_MILLIS = 2000;

    private final URL url;
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Thread thread = new Thread(this::ask, "requester");
    private volatile boolean stopped;

    Requester(URL url) {
        this.url = url;
        thread.setDaemon(true);
        thread.start();
    }

    /** How often which answer came; {@code none} where none came. */
    synchronized Map<String, Integer> answers() {
        return new TreeMap<>(answers);
    }

    private void ask() {
        while (!stopped) {
            String answer = answer(url);
            synchronized (this) {
                answers.merge(answer, 1, Integer::sum);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** One answer; {@code none} where there is none. */
    static String answer(URL url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "none";
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
