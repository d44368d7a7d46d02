package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import java.time.Duration;

/**
 * When a phase ran.
 *
 * @param start time from the beginning of the release to its start
 * @param length how long it took, until now for one that runs
 * @param detail one line on what it did or how it failed
 */
public record PhaseTime(Phase phase, Duration start, Duration length, StageResult.Result result, String detail) {}
