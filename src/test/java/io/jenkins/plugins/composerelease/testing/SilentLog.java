package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shows nothing and keeps each line. */
public final class SilentLog implements ReleaseLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** What was said, in order; a command's line as {@code source: line}. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void progress(String message) {
        lines.add(message);
    }

    @Override
    public void warn(String message) {
        lines.add(message);
    }

    @Override
    public void output(String source, String line) {
        lines.add(source + ": " + line);
    }

    @Override
    public void phaseStarted(Phase phase, String detail) {
        lines.add(phase.label() + " " + detail);
    }

    @Override
    public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
        lines.add(phase.label() + " " + ok + " " + detail);
    }
}
