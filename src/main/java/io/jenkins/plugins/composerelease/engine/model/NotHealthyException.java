package io.jenkins.plugins.composerelease.engine.model;

/** The health gate failed; carries what it saw. */
public final class NotHealthyException extends ReleaseException {
    private static final long serialVersionUID = 1L;
    private final transient Evidence evidence;

    public NotHealthyException(String message, String advice, Evidence evidence) {
        super(ExitCode.NOT_HEALTHY, message, advice);
        this.evidence = evidence;
    }

    /** What the gate saw of the first failing service. */
    public Evidence evidence() {
        return evidence;
    }
}
