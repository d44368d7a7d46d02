package io.jenkins.plugins.composerelease.engine.model;

/** A command could not be started, ended with an unexpected exit code, or was stopped at its deadline. */
public final class CommandFailedException extends ReleaseException {
    private static final long serialVersionUID = 1L;
    private final int commandExitCode;
    private final String logTail;

    /**
     * @param commandExitCode exit code of the command, or -1 where it has none (not started, stopped at its deadline)
     * @param logTail the last lines it printed, not masked
     */
    public CommandFailedException(
            ExitCode exitCode, String message, String advice, int commandExitCode, String logTail, Throwable cause) {
        super(exitCode, message, advice, cause);
        this.commandExitCode = commandExitCode;
        this.logTail = logTail;
    }

    /** Exit code of the command, or -1. */
    public int commandExitCode() {
        return commandExitCode;
    }

    /** The last lines that the command printed. */
    public String logTail() {
        return logTail;
    }
}
