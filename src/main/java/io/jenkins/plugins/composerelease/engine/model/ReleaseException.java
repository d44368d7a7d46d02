package io.jenkins.plugins.composerelease.engine.model;

/**
 * Root of every failure the engine reports to a person.
 *
 * <p>The message says what was tried, on what, and expected against actual; {@link #advice()} is one sentence on what
 * to do next. Only the command line and the Jenkins steps turn it into an exit code or an abort.
 */
public class ReleaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String advice;
    private final int exitCode;

    public ReleaseException(ExitCode exitCode, String message, String advice) {
        this(exitCode, message, advice, null);
    }

    public ReleaseException(ExitCode exitCode, String message, String advice, Throwable cause) {
        super(advice.isEmpty() ? message : message + " " + advice, cause);
        this.advice = advice;
        this.exitCode = exitCode.code();
    }

    /** One sentence on what to do next, or empty. */
    public String advice() {
        return advice;
    }

    /** The exit code of the command line for this failure, see {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
