package io.jenkins.plugins.composerelease.engine.model;

/** Services did not become ready; carries what was seen of the first that failed. */
public final class NotHealthyException extends ReleaseException {
    private static final long serialVersionUID = 1L;
    private final transient Evidence evidence;

    public NotHealthyException(String message, String advice, Evidence evidence) {
        super(ExitCode.NOT_HEALTHY, message, advice);
        this.evidence = evidence;
    }

    /** One that was not even started, where the command that was to do it ended with that exit code. */
    public NotHealthyException(ExitCode exitCode, String message, String advice, Evidence evidence) {
        super(exitCode, message, advice);
        this.evidence = evidence;
    }

    /** What the gate saw of the first failing service. */
    public Evidence evidence() {
        return evidence;
    }
}
