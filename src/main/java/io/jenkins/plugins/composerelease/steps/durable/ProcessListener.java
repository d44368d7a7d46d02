package io.jenkins.plugins.composerelease.steps.durable;

/** What the agent tells the controller about a process. It is exported: each call returns when the controller has it. */
public interface ProcessListener {
    /** A piece of the log, at most 64 KiB. */
    void output(byte[] chunk) throws Exception;

    /**
     * The process has ended, and its whole log was told.
     *
     * @param result text of the result file; empty when there is none
     */
    void exited(int exitCode, String result) throws Exception;
}
