package io.jenkins.plugins.composerelease.engine.model;

/** Exit codes of the command line. They are documented in {@code docs/command-line.md} and never change meaning. */
public enum ExitCode {
    OK(0),
    /** A failure that no other code names, for example a command that could not be run. */
    FAILED(1),
    /** The command line, the configuration or another input is not valid; nothing was run. */
    INVALID_INPUT(2),
    /** A service did not become ready. */
    NOT_HEALTHY(3),
    /** The plan cannot be carried out, or is not the one that was approved, or was declined. */
    PLAN_REFUSED(4),
    /** A migration failed or cannot be applied; nothing was switched. */
    MIGRATION_FAILED(5),
    /** The deploy failed after the switch and the previous release is back. */
    ROLLED_BACK(6),
    /** The deploy failed and the target needs a person: the message says what is there and what to do. */
    NEEDS_ATTENTION(7),
    /** The target is locked by another release. */
    LOCKED(8),
    /** An image was not published: the tag belongs to another revision, or the registry refused. */
    PUBLISH_REFUSED(9),
    /** An endpoint did not answer as expected. */
    VERIFICATION_FAILED(10),
    /** A deadline passed that no other code names. */
    TIMED_OUT(11);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The process exit code, 0 to 11. */
    public int code() {
        return code;
    }
}
