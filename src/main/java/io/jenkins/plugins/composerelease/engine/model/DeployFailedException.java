package io.jenkins.plugins.composerelease.engine.model;

import java.util.Optional;

/** A deploy failed after it was planned: says in which phase, and what the target serves now. */
public final class DeployFailedException extends ReleaseException {
    private static final long serialVersionUID = 1L;
    private final Phase phase;
    private final transient ReleaseRecord release;

    public DeployFailedException(
            ExitCode exitCode, Phase phase, ReleaseRecord release, String message, String advice, Throwable cause) {
        super(exitCode, message, advice, cause);
        this.phase = phase;
        this.release = release;
    }

    /** The phase that failed first. */
    public Phase phase() {
        return phase;
    }

    /** The record of the failed release as it stands on the target. */
    public ReleaseRecord release() {
        return release;
    }

    /** What the health gate saw, where it was the health gate that failed. */
    public Optional<Evidence> evidence() {
        return getCause() instanceof NotHealthyException unhealthy
                ? Optional.of(unhealthy.evidence())
                : Optional.empty();
    }
}
