package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Runs Docker for images: what it prints is logged under the image's name, its last lines are in the error. Thread-safe. */
final class ImageCommands {
    private static final int TAIL = 20;

    private final CommandRunner docker;
    private final Map<String, String> variables;
    private final ReleaseLog log;

    /**
     * @param variables environment that holds the login
     */
    ImageCommands(CommandRunner docker, Map<String, String> variables, ReleaseLog log) {
        this.docker = docker;
        this.variables = Map.copyOf(variables);
        this.log = log;
    }

    ReleaseLog log() {
        return log;
    }

    /** Where Docker runs, for messages. */
    String place() {
        return docker.place();
    }

    /** Runs a command without showing what it prints, whatever its exit code. */
    CommandResult ask(Command command, Deadline deadline) {
        return docker.run(command.withEnvironment(variables), deadline);
    }

    /** Runs a command of an image and requires exit code 0. */
    CommandResult require(String image, Command command, Deadline deadline) {
        Ran ran = run(image, command, deadline);
        if (!ran.result().succeeded()) {
            throw failed(command, ran);
        }
        return ran.result();
    }

    /** Runs a command of an image, whatever its exit code. */
    Ran run(String image, Command command, Deadline deadline) {
        Deque<String> tail = new ArrayDeque<>();
        CommandResult result = docker.run(command.withEnvironment(variables), deadline, (error, coloured) -> {
            // The classic builder colours what a build writes to standard error, also where no terminal is.
            String line = Text.withoutColours(coloured);
            log.output(image, line);
            synchronized (tail) { // both streams of a command come from threads of their own
                tail.addLast(line);
                if (tail.size() > TAIL) {
                    tail.removeFirst();
                }
            }
        });
        synchronized (tail) {
            return new Ran(result, String.join("\n", tail));
        }
    }

    CommandFailedException failed(Command command, Ran ran) {
        int exitCode = ran.result().exitCode();
        return new CommandFailedException(
                ExitCode.FAILED,
                "Could not " + command.purpose() + " on " + docker.place() + ": Docker ended with exit code " + exitCode
                        + ", expected 0. Its last lines:\n"
                        + ran.tail().indent(2).stripTrailing(),
                "",
                exitCode,
                ran.tail(),
                null);
    }

    /**
     * What a command gave.
     *
     * @param tail the last lines it printed, of both streams
     */
    record Ran(CommandResult result, String tail) {}
}
