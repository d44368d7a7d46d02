package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;

/** Runs commands at one place: this machine, or a target over SSH. Thread-safe. */
public interface CommandRunner {

    /** The place as messages name it, for example {@code this machine} or {@code web1}. */
    String place();

    /**
     * Runs a command to its end, whatever its exit code.
     *
     * @param listener gets each line as it is printed, besides the result
     * @throws io.jenkins.plugins.composerelease.engine.model.CommandFailedException if it cannot be started, the place
     *     cannot be reached, or the deadline passes; then the command has been stopped (TERM, after a grace time KILL)
     */
    CommandResult run(Command command, Deadline deadline, OutputListener listener);

    default CommandResult run(Command command, Deadline deadline) {
        return run(command, deadline, OutputListener.NONE);
    }

    /** Runs a command and requires exit code 0. */
    default CommandResult require(Command command, Deadline deadline) {
        return run(command, deadline).orThrow(command, place());
    }

    /** Starts a command that runs until it ends or is closed, for example a stream of events. */
    RunningCommand start(Command command, OutputListener listener);
}
