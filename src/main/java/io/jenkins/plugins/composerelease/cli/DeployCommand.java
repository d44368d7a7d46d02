package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.PlanText;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Releases published images to a target. */
@Command(
        name = "deploy",
        description = "Releases published images to a target: shows the plan, asks, and carries it out.")
final class DeployCommand extends BaseCommand {
    @Mixin
    private ReleaseOptions options = new ReleaseOptions();

    @Mixin
    private Approval approval = new Approval();

    @Mixin
    private OutcomeOptions outcomes = new OutcomeOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--plan",
            paramLabel = "ID",
            description = "The approved plan, by its id or hash; refused when what would change now is another.")
    private Optional<String> approved = Optional.empty();

    @Override
    void run(Session session) {
        TargetSettings settings = options.settings(session);
        approval.requireSomebody(session, settings);
        ReleaseRequest request = options.request(session, settings);
        Outcome.of(session, outcomes, subject(session, request), settings.target(), (releases, outcome) -> {
            Plan plan = releases.plan(request);
            outcome.planned(plan);
            requireApproved(plan);
            session.console().say(PlanText.of(plan));
            requireFeasible(plan);
            approval.ask(
                    session,
                    "Release plan " + plan.id() + " to '" + request.target().name() + "'?");
            ReleaseRecord record = releases.deploy(request, plan);
            outcome.deployed(record);
            session.result(json, record, () -> "Release " + record.id() + " serves on '" + record.target() + "'.");
        });
    }

    private Outcome.Subject subject(Session session, ReleaseRequest request) {
        return new Outcome.Subject(
                request.application(),
                request.target().name(),
                Optional.of(request.revision()),
                options.branch(session),
                request.by());
    }

    private void requireApproved(Plan plan) {
        boolean same = approved.map(id -> id.length() >= 12 && plan.hash().startsWith(id))
                .orElse(true);
        if (!same) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "Plan " + approved.orElse("") + " was approved, but what would change now is plan " + plan.id()
                            + ".",
                    "Look at the new plan and approve that one.");
        }
    }

    private static void requireFeasible(Plan plan) {
        if (!plan.feasible()) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED, "Plan " + plan.id() + " cannot be carried out.", "See its failed checks.");
        }
    }
}
