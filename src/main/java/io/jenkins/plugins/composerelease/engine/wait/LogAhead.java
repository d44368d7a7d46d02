package io.jenkins.plugins.composerelease.engine.wait;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads the log of a container that ended with an error while it is being inspected: Docker answers both only when it has
 * cleaned up after the container, and then at the same time.
 */
final class LogAhead implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final int END_SECONDS = 15;

    private final Function<String, List<String>> read;
    private final Map<String, Future<List<String>>> begun = new HashMap<>();
    private ExecutorService threads;

    /**
     * @param read reads the last lines of a container, by its id
     */
    LogAhead(Function<String, List<String>> read) {
        this.read = read;
    }

    /** Begins to read; no more than a few at once, the others are read when they are asked for. */
    void begin(String container) {
        begun.remove(container); // what was read before it wrote more
        if (begun.values().stream().filter(future -> !future.isDone()).count() >= AT_ONCE) {
            return;
        }
        if (threads == null) {
            threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
                Thread thread = new Thread(task, "gate-log");
                thread.setDaemon(true);
                return thread;
            });
        }
        begun.put(container, threads.submit(() -> read.apply(container)));
    }

    /** What was read of it counts no more: it runs again. */
    void forget(String container) {
        begun.remove(container);
    }

    /** The last lines of a container. */
    List<String> lines(String container) {
        Future<List<String>> ahead = begun.remove(container);
        if (ahead == null) {
            return read.apply(container);
        }
        try {
            return ahead.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            return read.apply(container); // what went wrong is told by the second try
        }
    }

    @Override
    public void close() {
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
        Ending.of(() -> threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS));
    }
}
