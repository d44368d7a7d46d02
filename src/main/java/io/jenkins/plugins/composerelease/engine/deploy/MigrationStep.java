package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;

/** Runs what the plan says is pending, and records what of it was done. */
final class MigrationStep {
    private final MigratorFactory migrators;
    private final Target target;
    private final Prepared prepared;
    private final Host host;
    private final HostStack stack;
    private final ReleaseRun run;
    private final ReleaseLog log;

    MigrationStep(
            MigratorFactory migrators,
            Target target,
            Prepared prepared,
            Host host,
            HostStack stack,
            ReleaseRun run,
            ReleaseLog log) {
        this.migrators = migrators;
        this.target = target;
        this.prepared = prepared;
        this.host = host;
        this.stack = stack;
        this.run = run;
        this.log = log;
    }

    String run() {
        if (target.migration().isEmpty()) {
            return "none configured";
        }
        List<PendingMigration> planned = prepared.plan().migrations();
        MigratePhase phase = new MigratePhase(migrators, host, stack, log);
        applied(
                planned,
                Optional.empty()); // before it begins: whatever happens now, the record never says less than was
        // done
        try {
            Migrator.Outcome outcome = phase.run(target.migration().get(), prepared, run.record());
            applied(
                    planned.stream()
                            .filter(m -> outcome.applied().contains(m.version()))
                            .toList(),
                    outcome.schema());
            return outcome.applied().isEmpty() ? "nothing to apply" : "applied " + String.join(", ", outcome.applied());
        } catch (RuntimeException e) {
            phase.leftPending()
                    .ifPresent(left -> applied(
                            planned.stream()
                                    .filter(m -> left.stream()
                                            .noneMatch(l -> l.version().equals(m.version())))
                                    .toList(),
                            Optional.empty()));
            throw e;
        }
    }

    /**
     * @param known schema version after them, where the migrator says it
     */
    private void applied(List<PendingMigration> migrations, Optional<String> known) {
        List<String> versions =
                migrations.stream().map(PendingMigration::version).toList();
        boolean destructive = migrations.stream().anyMatch(m -> !m.destructive().isEmpty());
        Optional<String> last =
                versions.isEmpty() ? prepared.plan().schema() : Optional.of(versions.get(versions.size() - 1));
        run.update(run.record().migrated(versions, destructive, known.or(() -> last)));
    }
}
