package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Plan;

/**
 * A plan as {@code plan --json} prints it: with what is computed from it.
 *
 * @param id short name of the plan, for {@code deploy --plan}
 * @param hash SHA-256 over what decides about the outcome
 * @param feasible whether every check passed
 */
record PlanResult(String id, String hash, boolean feasible, Plan plan) {

    static PlanResult of(Plan plan) {
        return new PlanResult(plan.id(), plan.hash(), plan.feasible(), plan);
    }
}
