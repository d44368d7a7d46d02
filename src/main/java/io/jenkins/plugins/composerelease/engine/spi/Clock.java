package io.jenkins.plugins.composerelease.engine.spi;

import java.time.Instant;

/** Wall clock time for records. Waiting uses {@code Deadline}. */
@FunctionalInterface
public interface Clock {
    Instant now();
}
