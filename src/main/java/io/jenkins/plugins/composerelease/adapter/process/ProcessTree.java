package io.jenkins.plugins.composerelease.adapter.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process and everything it started. */
final class ProcessTree {
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);

    // Handles are kept from before the first signal: once a parent has ended, its children cannot be found any more.
    private final Set<ProcessHandle> handles = new LinkedHashSet<>();

    ProcessTree(ProcessHandle root) {
        handles.add(root);
    }

    /**
     * TERM to all, KILL to those that are left after the grace time; an interrupt shortens the grace time. Returns when
     * they have ended and keeps the thread's interrupt flag.
     */
    void stop(Duration grace) {
        find();
        handles.forEach(ProcessHandle::destroy);
        boolean interrupted = awaitEnd(grace);
        find();
        handles.forEach(ProcessHandle::destroyForcibly);
        interrupted |= awaitEnd(AFTER_KILL);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void find() {
        for (ProcessHandle handle : Set.copyOf(handles)) {
            handle.descendants().forEach(handles::add);
        }
        handles.removeIf(handle -> !handle.isAlive());
    }

    private boolean awaitEnd(Duration time) {
        CompletableFuture<?>[] ends =
                handles.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        }
        return false;
    }
}
