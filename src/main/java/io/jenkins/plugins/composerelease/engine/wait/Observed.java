package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A container and what the gate saw of it over time.
 *
 * @param runningFor how long its present run has lasted at least
 * @param restarts restarts by its policy that count against it
 * @param outOfMemory whether the kernel ended one of its processes for memory
 * @param certain whether Docker itself has shown what its last event means
 * @param healthKnown whether its state says for sure whether it has a health check
 * @param probes what the last try of each probe gave: empty where it held, else what came instead; nothing before the
 *     first try
 */
record Observed(
        ContainerState state,
        Duration runningFor,
        int restarts,
        boolean outOfMemory,
        boolean certain,
        boolean healthKnown,
        Map<Condition, Optional<String>> probes) {

    Observed withProbes(Map<Condition, Optional<String>> seen) {
        return new Observed(state, runningFor, restarts, outOfMemory, certain, healthKnown, seen);
    }
}
