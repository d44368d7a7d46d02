package io.jenkins.plugins.composerelease.engine.report;

import java.time.Duration;
import java.util.List;

/**
 * The states that a service went through.
 *
 * @param spans oldest first, one after the other
 */
public record ServiceTime(String service, List<Span> spans) {
    public ServiceTime {
        spans = List.copyOf(spans);
    }

    /**
     * A time in one state.
     *
     * @param state {@code created}, {@code starting}, {@code running}, {@code healthy}, {@code unhealthy}, {@code exited},
     *     {@code restarting}, {@code ready} or {@code failed}
     * @param start time from the beginning of the release to its start
     * @param length how long it took, until now for the last one
     * @param detail more of it in words, or empty
     */
    public record Span(String state, Duration start, Duration length, String detail) {}

    /** The state it is in. */
    Span last() {
        return spans.get(spans.size() - 1);
    }
}
