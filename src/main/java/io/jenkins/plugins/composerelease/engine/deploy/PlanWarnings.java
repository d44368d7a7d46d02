package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.ArrayList;
import java.util.List;

/** What a person should read before approving a plan. */
final class PlanWarnings {
    private PlanWarnings() {}

    static List<String> of(
            ReleaseRequest request,
            HostFacts facts,
            StackConfig config,
            MigrationLook migrations,
            TargetStore.State state,
            RunningStack running,
            List<String> unverified) {
        List<String> warnings = new ArrayList<>();
        if (facts.has("lockedby")) {
            warnings.add("Another release holds the target's lock now: " + facts.text("lockedby") + ".");
        }
        if (migrations.ahead()) {
            warnings.add(
                    "The database has migrations that this revision does not know: an earlier revision is released,"
                            + " no migrator will run.");
        }
        migrations.pending().stream()
                .filter(migration -> !migration.destructive().isEmpty())
                .map(PlanWarnings::destructive)
                .forEach(warnings::add);
        Target target = request.target();
        migrations
                .status()
                .flatMap(known -> PlannedMigrations.warning(target, known))
                .ifPresent(warnings::add);
        warnings.addAll(SecretExposure.find(config, target.secrets()));
        warnings.addAll(ForgottenSecrets.find(config, target, new Workspace(request)));
        target.guards()
                .requires()
                .ifPresent(required -> unverified.forEach(service -> warnings.add("Service '" + service
                        + "' was not verified on '" + required.target() + "', which has no such service.")));
        if (state.serving().isEmpty() && !running.services().isEmpty()) {
            warnings.add(
                    "The stack that runs was not released by this tool: it is taken over, and cannot be returned to by itself.");
        }
        return warnings;
    }

    private static String destructive(PendingMigration migration) {
        return "Migration " + migration.version() + " is destructive (" + String.join("; ", migration.destructive())
                + "): the release before it may not run on the new schema, so a failure will not be rolled back by itself.";
    }
}
