package io.jenkins.plugins.composerelease.steps;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.PlanDifference;
import io.jenkins.plugins.composerelease.steps.bean.BeanJson;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.List;
import java.util.Optional;

/** Says what moved between the plan that was approved and the one that would be carried out now. */
final class MovedPlan {
    private MovedPlan() {}

    /** Empty when the deploy did not fail for that. */
    static Optional<String> message(PlanAction approved, EngineResult result) {
        if (result.exitCode() != ExitCode.PLAN_REFUSED.code()) {
            return Optional.empty();
        }
        Optional<Plan> before = BeanJson.plan(approved.json().path("plan"));
        Optional<Plan> now = BeanJson.plan(result.json().path("report").path("plan"));
        if (before.isEmpty() || now.isEmpty()) {
            return Optional.empty();
        }
        List<String> moved = PlanDifference.between(before.get(), now.get());
        return moved.isEmpty()
                ? Optional.empty()
                : Optional.of(result.message() + " What moved since plan " + approved.id() + ":\n- "
                        + String.join("\n- ", moved));
    }
}
