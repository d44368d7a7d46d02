package io.jenkins.plugins.composerelease.engine.wait;

/** Ends workers also from a thread that is interrupted itself: what they run must not be left behind. */
final class Ending {
    private Ending() {}

    /** Tells a worker to end and waits for it, for a bounded time. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Does it as if the thread were not interrupted, which it is again afterwards. */
    static void of(Work work) {
        boolean interrupted = Thread.interrupted();
        try {
            work.run();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
