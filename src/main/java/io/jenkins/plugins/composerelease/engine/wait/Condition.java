package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;

/** When a container counts as ready. */
public sealed interface Condition {
    /** How long a container without health check must have run, without a restart, to count as ready. */
    Duration STABLE = Duration.ofSeconds(2);

    /** What the container was expected to be, as it completes "expected" in a message. */
    String expected();

    /** Its health check passes. */
    record Healthy() implements Condition {
        @Override
        public String expected() {
            return "healthy";
        }
    }

    /** It has been running for a while, without a restart in that time. */
    record Running(Duration stableFor) implements Condition {
        @Override
        public String expected() {
            return "running";
        }
    }

    /** It ran to its end: a one-shot service, for example one that loads data. */
    record Exited(int code) implements Condition {
        @Override
        public String expected() {
            return "exited with code " + code;
        }
    }
}
