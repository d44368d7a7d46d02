package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Measures with one stack; in each round every contestant has its turn. */
abstract class Rounds implements AutoCloseable {
    final BenchStack stack;
    private final Map<String, Samples> samples = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Rounds(BenchStack stack) {
        this.stack = stack;
    }

    abstract void run(int rounds) throws Exception;

    /** What was measured, by what and who: for example {@code ready ours}. */
    Map<String, Samples> samples() {
        return samples;
    }

    Samples samples(String what) {
        return samples.computeIfAbsent(what, key -> new Samples());
    }

    void add(String what, double value) {
        samples(what).add(value);
    }

    /** The time at which a contestant's wait ends. */
    CompletableFuture<Double> begin(Contestant contestant, boolean healthy) {
        return CompletableFuture.supplyAsync(
                () -> {
                    contestant.await(healthy);
                    return now();
                },
                threads);
    }

    static void pause(double millis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep((long) (millis * 1000));
    }

    /** Milliseconds since the epoch. */
    static double now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1e3 + now.getNano() / 1e6;
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        stack.close();
    }
}
