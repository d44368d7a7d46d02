package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What starts the services, running beside the gate; closing it interrupts it. */
final class Startup implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(15);
    private final Thread thread;

    /**
     * @param ended called once with what it threw, if anything
     */
    Startup(Runnable work, Consumer<Optional<RuntimeException>> ended) {
        thread = new Thread(() -> run(work, ended), "compose-up");
        thread.setDaemon(true);
    }

    void begin() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        Ending.of(() -> thread.join(END.toMillis()));
    }

    private static void run(Runnable work, Consumer<Optional<RuntimeException>> ended) {
        try {
            work.run();
        } catch (RuntimeException e) {
            ended.accept(Optional.of(e));
            return;
        }
        ended.accept(Optional.empty());
    }
}
