package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

    @Option(
            names = "--stop-file",
            paramLabel = "FILE",
            description =
                    "Once there is such a file, stops as soon as that is safe: before the backup at once, else not"
                            + " before this release has ended.")
    private Optional<String> stopFile = Optional.empty();

    @Override
    void run(Session session) {
        List<TargetSettings> targets = options.all(session);
        if (targets.size() > 1 && approved.isPresent()) {
            throw new InvalidInputException(
                    "--plan names one plan, and there are " + targets.size() + " targets.",
                    "Take one after the other.");
        }
        targets.forEach(settings -> approval.requireSomebody(session, settings));
        List<ReleaseRequest> requests = targets.stream()
                .map(settings -> options.request(session, settings))
                .toList();
        stopFile.map(session::path).ifPresent(session.parts().stop()::askWhen);
        List<ReleaseRecord> records = new ArrayList<>();
        // Each by itself, and the next only when it serves: what fails is thrown.
        requests.forEach(request -> deploy(session, request, records));
        session.result(json, records.size() == 1 ? records.get(0) : records, () -> records.stream()
                .map(record -> "Release " + record.id() + " serves on '" + record.target() + "'.")
                .collect(Collectors.joining("\n")));
    }

    private void deploy(Session session, ReleaseRequest request, List<ReleaseRecord> records) {
        if (session.parts().stop().asked()) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Stopped, as asked: nothing was released to '"
                            + request.target().name() + "'.",
                    "");
        }
        Outcome.of(session, outcomes, subject(session, request), request.target(), (releases, outcome) -> {
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
            records.add(record);
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
