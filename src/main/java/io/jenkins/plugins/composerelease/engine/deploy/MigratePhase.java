package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;

/** Runs exactly the migrations of the plan, while the release before it still serves. */
final class MigratePhase {
    private final MigratorFactory migrators;
    private final Host host;
    private final HostStack stack;
    private final ReleaseLog log;

    MigratePhase(MigratorFactory migrators, Host host, HostStack stack, ReleaseLog log) {
        this.migrators = migrators;
        this.host = host;
        this.stack = stack;
        this.log = log;
    }

    Migrator.Outcome run(Migration migration, Prepared prepared, ReleaseRecord release) {
        List<String> needed = databaseServices(migration, prepared.config()).stream()
                .filter(service -> !prepared.running().running().contains(service))
                .toList();
        if (!needed.isEmpty()) {
            stack.ensureRunning(release, needed);
        }
        Deadline deadline = Deadline.in(migration.timeout());
        try (Migrator migrator = migrators.open(migration, host, stack.project(release), log, deadline)) {
            Migrator.Status status = migrator.status(deadline);
            if (status.ahead()) {
                log.progress("the database is ahead of this revision: no migrator runs");
                return new Migrator.Outcome(List.of(), status.schema());
            }
            if (migration instanceof Migration.Flyway) {
                requirePlanned(prepared.plan().migrations(), status.pending());
            }
            return migrator.migrate(deadline);
        }
    }

    /** What was approved is what runs: the list is compared once more, now that nobody else can deploy. */
    private static void requirePlanned(List<PendingMigration> planned, List<PendingMigration> pending) {
        if (!versions(planned).equals(versions(pending))) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "The pending migrations moved: planned " + versions(planned) + ", now " + versions(pending) + ".",
                    "Make a new plan.");
        }
    }

    private static List<String> versions(List<PendingMigration> migrations) {
        return migrations.stream()
                .map(m -> m.version() + m.checksum().map(c -> "#" + c).orElse(""))
                .toList();
    }

    private static List<String> databaseServices(Migration migration, StackConfig config) {
        if (migration instanceof Migration.Flyway flyway) {
            return flyway.service().map(List::of).orElse(List.of());
        }
        String service = ((Migration.InContainer) migration).service();
        return Optional.ofNullable(config.services().get(service))
                .map(StackConfig.Service::dependsOn)
                .orElse(List.of());
    }
}
