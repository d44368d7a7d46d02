package io.jenkins.plugins.composerelease.adapter.process;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** A process and everything it started. */
final class ProcessTree {
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(10);

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

    /** Not a zombie either: in a container, process 1 may reap what it inherits late or never. */
    private static boolean isRunning(ProcessHandle handle) {
        try {
            Path stat = Path.of("/proc", String.valueOf(handle.pid()), "stat");
            return handle.isAlive()
                    && !(Files.exists(stat) && Files.readString(stat).contains(") Z "));
        } catch (IOException e) {
            return handle.isAlive();
        }
    }

    /** Whether it was interrupted. Polls: {@code onExit} of a process that is not our child may notice a second late. */
    private boolean awaitEnd(Duration time) {
        Deadline deadline = Deadline.in(time);
        try {
            long pause = 1;
            while (handles.stream().anyMatch(ProcessTree::isRunning) && !deadline.passed()) {
                Thread.sleep(pause);
                pause = Math.min(pause * 2, POLL.toMillis());
            }
        } catch (InterruptedException e) {
            return true;
        }
        return false;
    }
}
