package io.jenkins.plugins.composerelease.steps;

import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;

/** The log of a step as the engine's log. */
final class ListenerLog implements ReleaseLog {
    private final TaskListener listener;

    ListenerLog(TaskListener listener) {
        this.listener = listener;
    }

    @Override
    public void progress(String message) {
        listener.getLogger().println(message);
    }

    @Override
    public void warn(String message) {
        listener.getLogger().println("WARNING: " + message);
    }

    @Override
    public void output(String source, String line) {
        listener.getLogger().println(source + " | " + line);
    }

    @Override
    public void phaseStarted(Phase phase, String detail) {
        listener.getLogger().println(phase.label() + ": " + detail);
    }

    @Override
    public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
        listener.getLogger().println(phase.label() + (ok ? " done: " : " failed: ") + detail);
    }
}
