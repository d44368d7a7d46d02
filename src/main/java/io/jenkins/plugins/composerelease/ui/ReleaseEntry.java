package io.jenkins.plugins.composerelease.ui;

import java.io.Serializable;

/** One command of the engine on the page of its run. */
public final class ReleaseEntry implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where a command got to. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        FAILED,
        STOPPED,
        /** Its result was lost. */
        UNKNOWN
    }

    private final String id;
    private final String title;
    private final String target;
    private final long started;
    private final long ended;
    private final State state;
    private final String message;

    ReleaseEntry(String id, String title, String target, long started) {
        this(id, title, target, started, 0, State.RUNNING, "");
    }

    private ReleaseEntry(
            String id, String title, String target, long started, long ended, State state, String message) {
        this.id = id;
        this.title = title;
        this.target = target;
        this.started = started;
        this.ended = ended;
        this.state = state;
        this.message = message;
    }

    ReleaseEntry ended(ResultText result, long now) {
        return new ReleaseEntry(id, title, target, started, now, result.state(), result.message());
    }

    public String getId() {
        return id;
    }

    public String getTitle() {
        return title;
    }

    /** Name of the target, or empty. */
    public String getTarget() {
        return target;
    }

    /** Milliseconds since 1970. */
    public long getStarted() {
        return started;
    }

    /** Milliseconds since 1970; 0 while it runs. */
    public long getEnded() {
        return ended;
    }

    public State getState() {
        return state;
    }

    /** How it failed, in a line; empty when it did not. */
    public String getMessage() {
        return message;
    }
}
