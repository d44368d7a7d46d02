package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Stops a release for somebody who can wait, such as a newer build that takes its place: at once until its backup begins, and
 * from then on not at all, since what is half way is over soonest when it goes on to its end.
 */
final class StopWhenSafe {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Set<Phase> SAFE = EnumSet.of(Phase.PREFLIGHT, Phase.LOCK, Phase.TRANSFER, Phase.PULL);

    private Thread work;
    private ReleaseLog log;
    private boolean unsafe;
    private boolean asked;

    /**
     * Asks the release that is under way to stop.
     *
     * @return whether there is one, and this is the first to ask
     */
    synchronized boolean ask() {
        if (work == null || asked) {
            return false;
        }
        asked = true;
        if (unsafe) {
            log.progress("asked to stop: this release goes on to its end first, which is what is safe now");
        } else {
            log.progress("asked to stop: nothing was changed on the target yet, so it stops now");
            work.interrupt();
        }
        return true;
    }

    /** Whether somebody asked; what has not begun yet must not begin then. */
    synchronized boolean asked() {
        return asked;
    }

    /** Asks as soon as a file is there, for whoever cannot send signals. */
    void askWhen(Path file) {
        Thread looking = new Thread(
                () -> {
                    try {
                        while (!Files.exists(file)) {
                            Thread.sleep(LOOK.toMillis());
                        }
                        while (!ask() && !asked()) { // nothing is under way yet
                            Thread.sleep(LOOK.toMillis());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop file");
        looking.setDaemon(true);
        looking.start();
    }

    /** No release is under way any more. */
    synchronized void over() {
        if (work == Thread.currentThread() && asked && !unsafe) {
            Thread.interrupted(); // it has done what it was for
        }
        work = null;
        log = null;
    }

    private synchronized void entered(Phase phase, ReleaseLog told) {
        work = Thread.currentThread();
        log = told;
        unsafe = !SAFE.contains(phase);
    }

    /** A log that tells which phase a release is in. */
    ReleaseLog around(ReleaseLog told) {
        return new ReleaseLog() {
            @Override
            public void progress(String message) {
                told.progress(message);
            }

            @Override
            public void warn(String message) {
                told.warn(message);
            }

            @Override
            public void output(String source, String line) {
                told.output(source, line);
            }

            @Override
            public void serviceLog(String service, String line) {
                told.serviceLog(service, line);
            }

            @Override
            public void serviceState(String service, String state, String detail) {
                told.serviceState(service, state, detail);
            }

            @Override
            public void phaseStarted(Phase phase, String detail) {
                entered(phase, told);
                told.phaseStarted(phase, detail);
            }

            @Override
            public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
                told.phaseEnded(phase, ok, detail, elapsed);
            }
        };
    }
}
