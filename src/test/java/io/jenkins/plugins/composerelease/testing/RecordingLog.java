package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the engine says, each line with its kind before it. */
public final class RecordingLog implements ReleaseLog {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> leftOut = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The sources of which lines were left out, as often as it was told. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    @Override
    public void linesLeftOut(String source) {
        leftOut.add(source);
    }

    @Override
    public void progress(String message) {
        lines.add("progress: " + message);
    }

    @Override
    public void warn(String message) {
        lines.add("warn: " + message);
    }

    @Override
    public void output(String source, String line) {
        lines.add(source + "> " + line);
    }

    @Override
    public void serviceState(String service, String state, String detail) {
        lines.add("state: " + service + " " + state);
    }

    @Override
    public void phaseStarted(Phase phase, String detail) {
        lines.add("phase " + phase + " started: " + detail);
    }

    @Override
    public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
        lines.add("phase " + phase + (ok ? " ok: " : " failed: ") + detail);
    }
}
