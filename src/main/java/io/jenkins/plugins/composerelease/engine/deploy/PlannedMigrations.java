package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.migrate.Pending;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a target's migrator would do, asked without changing anything. */
final class PlannedMigrations {
    private final MigratorFactory migrators;
    private final ReleaseLog log;

    PlannedMigrations(MigratorFactory migrators, ReleaseLog log) {
        this.migrators = migrators;
        this.log = log;
    }

    /** The pending list; from the files alone while the database does not run. */
    Migrator.Status of(Optional<Migration> migration, Host host, ComposeProject project, RunningStack running) {
        if (migration.isEmpty()) {
            return new Migrator.Status(Optional.empty(), List.of(), false);
        }
        if (migration.get() instanceof Migration.InContainer command) {
            // Its list can only come from the new image, which is not on the host before the release pulls it.
            String line = String.join(" ", command.argv());
            PendingMigration pending = new PendingMigration(
                    line, "runs in the new image of '" + command.service() + "'", Optional.empty(), List.of());
            return new Migrator.Status(Optional.empty(), List.of(pending), false, false);
        }
        Migration.Flyway flyway = (Migration.Flyway) migration.get();
        if (flyway.service().isPresent()
                && !running.running().contains(flyway.service().get())) {
            return new Migrator.Status(
                    Optional.empty(), Pending.fromFiles(flyway.locations()), false, flyway.transactional());
        }
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        try (Migrator migrator = migrators.open(flyway, host, project, log, deadline)) {
            return migrator.status(deadline);
        }
    }

    /** What a person should know of a database that commits each statement on tables as it comes. */
    static Optional<String> warning(Target target, Migrator.Status status) {
        boolean whole = status.transactional()
                || status.ahead()
                || status.pending().isEmpty()
                || target.migration().filter(Migration.Flyway.class::isInstance).isEmpty();
        return whole
                ? Optional.empty()
                : Optional.of(
                        "These migrations are not taken back whole when one fails: what it did until then stays, and a"
                                + " person mends it."
                                + (target.backup().isEmpty() ? " The target has no 'backup' to go back to." : ""));
    }
}
