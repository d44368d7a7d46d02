package io.jenkins.plugins.composerelease.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Asks the application for its page again and again, and counts what a visitor would have seen fail. */
final class RequestLoop implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest request;
    private final Thread thread = new Thread(this::loop, "requests");
    private volatile boolean stopped;
    private final List<Long> answers = new ArrayList<>();
    private int total;
    private int failed;
    private long failingSince;
    private long longestGap;

    RequestLoop(URI page) {
        request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
        thread.setDaemon(true);
        thread.start();
    }

    /** What was counted since the last call. */
    synchronized Count take() {
        endGap();
        Collections.sort(answers);
        Count count = new Count(total, failed, quantile(0.5), quantile(0.95), Duration.ofNanos(longestGap));
        answers.clear();
        total = 0;
        failed = 0;
        longestGap = 0;
        return count;
    }

    private void loop() {
        while (!stopped) {
            long start = System.nanoTime();
            boolean ok = succeeds();
            if (!stopped) {
                count(ok, System.nanoTime() - start);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean succeeds() {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            stopped = true;
            return true;
        }
    }

    private synchronized void count(boolean ok, long nanos) {
        total++;
        if (ok) {
            answers.add(nanos);
            endGap();
        } else {
            failed++;
            failingSince = failingSince == 0 ? System.nanoTime() : failingSince;
        }
    }

    private Duration quantile(double share) {
        return answers.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos(
                        answers.get((int) Math.min(answers.size() - 1L, Math.round(answers.size() * share))));
    }

    private void endGap() {
        if (failingSince != 0) {
            longestGap = Math.max(longestGap, System.nanoTime() - failingSince);
            failingSince = 0;
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }

    /**
     * @param total requests made
     * @param failed requests not answered with 200 within 2 s
     * @param median time to answer, of those that were answered
     * @param p95 95th percentile of the same
     * @param longestGap longest time from a failed request to the next good one
     */
    record Count(int total, int failed, Duration median, Duration p95, Duration longestGap) {}
}
