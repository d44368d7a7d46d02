package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.regex.Pattern;

/** Waits for a Docker engine that is being restarted: that is no reason to give a release up, nor its way back. */
public final class EngineWait {
    private static final int SECONDS = 60;

    private static final Pattern AWAY = Pattern.compile(
            "(?i)cannot connect to the docker daemon|error during connect"
                    + "|is the docker daemon running|unexpected EOF|: EOF$|connection reset by peer|server is shutting down"
                    + "|docker daemon is shutting down|daemon is shutting down|context canceled.*daemon|dial unix .*docker\\.sock");

    private EngineWait() {}

    /**
     * @throws io.jenkins.plugins.composerelease.engine.model.CommandFailedException if it does not answer for a minute
     */
    public static void await(CommandRunner host) {
        host.require(Docker.awaitEngine(SECONDS), Deadline.in(Duration.ofSeconds(2 * SECONDS)));
    }

    /** Whether what a command printed says that the engine went away under it. */
    public static boolean isAway(String printed) {
        return printed.lines().anyMatch(line -> AWAY.matcher(line.strip()).find());
    }

    /** The same of a failure. */
    public static boolean isAway(RuntimeException failure) {
        return failure instanceof CommandFailedException command
                && (isAway(command.logTail()) || isAway(String.valueOf(command.getMessage())));
    }
}
