package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.PlanDifference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Carries out a plan: the old application keeps serving until the new schema is in place and the switch begins. */
public final class Deployer {
    private final Planner planner;
    private final MigratorFactory migrators;
    private final Clock clock;
    private final ReleaseLog log;
    private final UnaryOperator<String> mask;

    public Deployer(
            Planner planner, MigratorFactory migrators, Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        this.planner = planner;
        this.migrators = migrators;
        this.clock = clock;
        this.log = log;
        this.mask = mask;
    }

    /**
     * @param approved the plan that was approved; refused when a new one differs from it
     * @return the record of the release that now serves
     * @throws io.jenkins.plugins.composerelease.engine.model.DeployFailedException when it failed after it began
     */
    public ReleaseRecord deploy(ReleaseRequest request, Optional<Plan> approved, Host host) {
        Target target = request.target();
        ReleaseRun run = new ReleaseRun(new TargetStore(host, target, clock, mask), log, clock);
        Prepared prepared = run.phase(Phase.PREFLIGHT, "", () -> preflight(request, approved, host));
        try (TargetLock lock = run.phase(
                Phase.LOCK, request.by(), () -> TargetLock.take(host, target, request.by(), request.lockWait()))) {
            return new ReleaseAttempt(migrators, clock, log, mask, request, prepared, lock, run).release();
        }
    }

    private Prepared preflight(ReleaseRequest request, Optional<Plan> approved, Host host) {
        Prepared prepared = planner.prepare(request, host);
        Plan plan = prepared.plan();
        if (approved.isPresent() && !approved.get().hash().equals(plan.hash())) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "Plan " + approved.get().id() + " was approved, but what would change now is plan " + plan.id()
                            + ". What moved:\n  " + String.join("\n  ", PlanDifference.between(approved.get(), plan)),
                    "Look at the new plan and approve that one.");
        }
        List<String> failed = plan.checks().stream()
                .filter(check -> !check.ok())
                .map(check -> check.name() + ": " + check.detail() + ". " + check.remedy())
                .toList();
        if (!failed.isEmpty()) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "The preflight of target '" + request.target().name() + "' failed:\n  "
                            + String.join("\n  ", failed),
                    "");
        }
        return prepared;
    }
}
