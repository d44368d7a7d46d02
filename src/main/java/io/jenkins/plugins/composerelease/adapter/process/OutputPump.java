package io.jenkins.plugins.composerelease.adapter.process;

import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads one output stream of a process to its end: into a buffer and, line by line, to a listener. */
final class OutputPump {
    private static final int LONGEST_LINE = 64 * 1024;
    private static final Duration QUIET = Duration.ofMillis(500);

    private final InputStream stream;
    private final boolean error;
    private final OutputListener listener;
    private final Object listenerLock;
    private final TailBuffer captured;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean cut;
    private final Thread thread;
    private volatile boolean reading;
    private volatile long readingSince;
    private volatile RuntimeException listenerFailure;

    /**
     * @param listenerLock shared by both streams of a process: a listener gets one line at a time
     */
    OutputPump(InputStream stream, boolean error, OutputListener listener, Object listenerLock, int limit) {
        this.stream = stream;
        this.error = error;
        this.listener = listener;
        this.listenerLock = listenerLock;
        this.captured = new TailBuffer(limit);
        this.thread = new Thread(this::pump, "command-" + (error ? "stderr" : "stdout"));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    String text() {
        return captured.text();
    }

    /** What the listener threw, or null. */
    RuntimeException listenerFailure() {
        return listenerFailure;
    }

    /**
     * Waits for the end of the stream, once the process has ended. A program that it left behind (an SSH master, a
     * daemon) may hold the stream open for ever: then this ends when nothing has come for a while.
     */
    void drain() throws InterruptedException {
        while (thread.isAlive()) {
            thread.join(QUIET.toMillis() / 10);
            if (reading && System.nanoTime() - readingSince > QUIET.toNanos()) {
                return;
            }
        }
    }

    private void pump() {
        byte[] chunk = new byte[16 * 1024];
        try {
            for (int length = read(chunk); length >= 0; length = read(chunk)) {
                captured.add(chunk, length);
                split(chunk, length);
            }
        } catch (IOException e) {
            reading = false; // closed under us because the process was stopped: what came until now stands
        }
        if (line.size() > 0) {
            deliver();
        }
    }

    private int read(byte[] chunk) throws IOException {
        readingSince = System.nanoTime();
        reading = true;
        int length = stream.read(chunk);
        reading = false;
        return length;
    }

    private void split(byte[] chunk, int length) {
        if (listener == OutputListener.NONE) {
            return;
        }
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (chunk[i] == '\n') {
                append(chunk, start, i - start);
                deliver();
                start = i + 1;
            }
        }
        append(chunk, start, length - start);
    }

    private void append(byte[] chunk, int start, int length) {
        int room = LONGEST_LINE - line.size();
        line.write(chunk, start, Math.min(length, room));
        cut |= length > room;
    }

    private void deliver() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (cut) {
            text += Text.CUT;
            cut = false;
        }
        if (listenerFailure != null) {
            return; // keep reading: a full pipe would stop the process for ever
        }
        try {
            synchronized (listenerLock) {
                listener.line(error, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
        } catch (RuntimeException e) {
            listenerFailure = e;
        }
    }
}
