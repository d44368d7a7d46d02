package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.Map;

/**
 * A plan with what carrying it out needs besides.
 *
 * @param plan the plan
 * @param config the resolved compose files
 * @param images pinned image of every service
 * @param variables variables for interpolation
 * @param files content hash of each file
 * @param state what the target remembered when the plan was made
 * @param running what ran on the target when the plan was made
 */
record Prepared(
        Plan plan,
        StackConfig config,
        Map<String, ImageReference> images,
        Map<String, String> variables,
        Map<String, String> files,
        TargetStore.State state,
        RunningStack running) {}
