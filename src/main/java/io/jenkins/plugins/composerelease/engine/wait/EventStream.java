package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.function.Consumer;

/** The events of a project's containers, subscribed to again when the stream breaks. */
final class EventStream implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final CommandRunner runner;
    private final String project;
    private final Consumer<ContainerEvent> listener;
    private RunningCommand command;
    private Duration pause = FIRST_PAUSE;
    private long openedAt;

    EventStream(CommandRunner runner, String project, Consumer<ContainerEvent> listener) {
        this.runner = runner;
        this.project = project;
        this.listener = listener;
    }

    void open() {
        openedAt = System.nanoTime();
        command = runner.start(Docker.events(project), (error, line) -> {
            if (!error) {
                ContainerJson.event(line).ifPresent(listener);
            }
        });
    }

    /** Subscribes again when the stream has broken and its pause is over; true when events may have been missed. */
    boolean reopen() {
        if (command.isAlive() || System.nanoTime() - openedAt < pause.toNanos()) {
            return false;
        }
        boolean lasted = System.nanoTime() - openedAt > LONGEST_PAUSE.toNanos();
        Duration doubled = pause.multipliedBy(2);
        pause = lasted ? FIRST_PAUSE : doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        command.close();
        try {
            open();
        } catch (CommandFailedException e) {
            return true; // the place cannot be reached now: the gate says so, and the next pause is longer
        }
        return true;
    }

    @Override
    public void close() {
        if (command != null) {
            command.close();
        }
    }
}
