package io.jenkins.plugins.composerelease.engine.report;

import java.time.Duration;
import java.util.Optional;

/**
 * A stage of a job or a phase of a release, as one row of a table.
 *
 * @param duration how long it took; empty when it did not run
 */
public record StageResult(String name, Result result, Optional<Duration> duration) {

    /** How a step ended. */
    public enum Result {
        OK("ok"),
        FAILED("failed"),
        /** Began and has not ended. */
        RUNNING("running"),
        SKIPPED("skipped");

        private final String label;

        Result(String label) {
            this.label = label;
        }

        /** The word for it in tables. */
        public String label() {
            return label;
        }
    }
}
