package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses before something that failed is tried again: each twice as long as the one before, at most 10 seconds, and a
 * quarter more or less, so that what failed together does not come back together.
 *
 * @param first before the first repetition
 */
public record BackOff(Duration first) {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /**
     * The pause after a try.
     *
     * @param attempt the one that failed, from 1
     */
    public Duration after(int attempt) {
        Duration full = first.multipliedBy(1L << (attempt - 1));
        Duration bounded = full.compareTo(LONGEST) > 0 ? LONGEST : full;
        return bounded.multipliedBy(ThreadLocalRandom.current().nextInt(75, 126))
                .dividedBy(100);
    }
}
