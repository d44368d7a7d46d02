package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;

/**
 * A point in time after which waiting ends. Based on the JVM's monotonic clock, so that a clock set back does not
 * lengthen a wait.
 */
public final class Deadline {
    private final long startNanos;
    private final Duration length;

    private Deadline(Duration length) {
        this.startNanos = System.nanoTime();
        this.length = length;
    }

    public static Deadline in(Duration length) {
        return new Deadline(length);
    }

    /** The shorter of two times. */
    public static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** The earlier of this deadline and one in {@code length} from now. */
    public Deadline atMost(Duration length) {
        return remaining().compareTo(length) <= 0 ? this : in(length);
    }

    /** Time left; zero when passed, never negative. */
    public Duration remaining() {
        Duration left = length.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    public boolean passed() {
        return remaining().isZero();
    }

    /** The whole time this deadline gave. */
    public Duration length() {
        return length;
    }
}
