package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;

/**
 * A container and what the gate saw of it over time.
 *
 * @param runningFor how long its present run has lasted at least
 * @param restarts restarts by its policy that count against it
 * @param outOfMemory whether the kernel ended one of its processes for memory
 */
record Observed(ContainerState state, Duration runningFor, int restarts, boolean outOfMemory) {}
