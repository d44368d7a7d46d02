package io.jenkins.plugins.composerelease.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** Looks at the machine's process list again and again, as an attacker with an account on it would. */
public final class ProcessWatch implements AutoCloseable {
    /** Far shorter than any program runs that is given a secret, and long enough to leave the machine to others. */
    private static final long PAUSE_NANOS = 5_000_000;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::watch, "process-watch");
    private volatile boolean stopped;

    private ProcessWatch() {
        thread.setDaemon(true);
    }

    public static ProcessWatch start() {
        ProcessWatch watch = new ProcessWatch();
        watch.thread.start();
        return watch;
    }

    /** Every command line that was seen, arguments separated by blanks. Hosts share the machine's process ids. */
    public Set<String> seen() {
        return Set.copyOf(seen);
    }

    private void watch() {
        while (!stopped) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
                for (Path process : processes) {
                    look(process.resolve("cmdline"));
                }
            } catch (IOException e) {
                throw new IllegalStateException("There is no /proc to watch.", e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void look(Path commandLine) {
        try {
            String line = new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).replace('\0', ' ');
            if (!line.isBlank()) {
                seen.add(line);
            }
        } catch (IOException e) {
            // The process ended between the listing and the look.
        }
    }

    @Override
    public void close() {
        stopped = true;
    }
}
