package io.jenkins.plugins.composerelease.engine.model;

/** An input was refused before any command ran. */
public final class InvalidInputException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message, String advice) {
        super(ExitCode.INVALID_INPUT, message, advice);
    }

    public InvalidInputException(String message, String advice, Throwable cause) {
        super(ExitCode.INVALID_INPUT, message, advice, cause);
    }
}
