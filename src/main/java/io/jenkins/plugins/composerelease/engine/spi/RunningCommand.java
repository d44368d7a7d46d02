package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.util.Optional;

/** A command under way. Its standard input stays open until it is closed. */
public interface RunningCommand extends AutoCloseable {

    boolean isAlive();

    /** Writes a line to its standard input, after what it was started with; nothing where it no longer reads. */
    void say(String line);

    /** The result when it ended before the deadline, else empty. */
    Optional<CommandResult> await(Deadline deadline);

    /** Ends the command: closes its input, then TERM, after a grace time KILL. Returns when it has ended. */
    @Override
    void close();
}
