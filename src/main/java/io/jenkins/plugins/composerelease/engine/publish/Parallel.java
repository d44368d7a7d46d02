package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Does the same with several things at a time. */
final class Parallel {
    private static final Duration END = Duration.ofMinutes(2);

    private Parallel() {}

    /** The results in the order of the items. The first failure interrupts the rest, awaits its end, and is thrown. */
    static <A, B> List<B> map(List<A> items, int bound, Function<A, B> work) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(bound, items.size())));
        try {
            ExecutorCompletionService<B> completions = new ExecutorCompletionService<>(threads);
            List<Future<B>> futures = new ArrayList<>();
            for (A item : items) {
                Callable<B> task = () -> work.apply(item);
                futures.add(completions.submit(task));
            }
            for (int i = 0; i < items.size(); i++) {
                completions.take().get();
            }
            List<B> results = new ArrayList<>();
            for (Future<B> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(ExitCode.FAILED, "Publishing was interrupted.", "Run it again.", e);
        } finally {
            end(threads);
        }
    }

    /**
     * Whoever comes next may remove what the work uses, so nothing of it is left behind: what is interrupted ends its
     * commands, and those end or are killed within a deadline of their own.
     */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        Deadline deadline = Deadline.in(END);
        while (!threads.isTerminated() && !deadline.passed()) {
            try {
                threads.awaitTermination(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true; // the work has been told already
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
