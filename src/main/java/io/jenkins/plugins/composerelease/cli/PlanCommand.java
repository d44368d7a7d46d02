package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.report.PlanText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what a deploy would change. */
@Command(name = "plan", description = "Shows everything that a deploy would change, without changing anything.")
final class PlanCommand extends BaseCommand {
    @Mixin
    private ReleaseOptions options = new ReleaseOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    void run(Session session) {
        ReleaseRequest request = options.request(session, options.settings(session));
        try (Releases releases = session.releases(request.target(), session.console())) {
            Plan plan = releases.plan(request);
            session.result(json, PlanResult.of(plan), () -> PlanText.of(plan).stripTrailing());
            if (!plan.feasible()) {
                throw new ReleaseException(
                        ExitCode.PLAN_REFUSED,
                        "Plan " + plan.id() + " cannot be carried out.",
                        "See its failed checks.");
            }
        }
    }
}
