package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;

/**
 * What a finished command gave.
 *
 * @param exitCode its exit code
 * @param output its standard output, UTF-8
 * @param errors its standard error, UTF-8
 * @param elapsed from start to end
 */
public record CommandResult(int exitCode, String output, String errors, Duration elapsed) {

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** Returns this result, or throws with the command's purpose, the place and the last lines it printed. */
    public CommandResult orThrow(Command command, String place) {
        if (succeeded()) {
            return this;
        }
        String tail = Text.tail(errors.isBlank() ? output : errors, 10);
        throw new CommandFailedException(
                ExitCode.FAILED,
                "Could not " + command.purpose() + " on " + place + ": '" + program(command) + "' ended with exit code "
                        + exitCode + ", expected 0"
                        + (tail.isBlank() ? "." : ":\n" + tail.indent(2).stripTrailing()),
                "",
                exitCode,
                tail,
                null);
    }

    private static String program(Command command) {
        return String.join(
                " ", command.argv().subList(0, Math.min(2, command.argv().size())));
    }
}
