package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.MigrationLog;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Runs exactly the migrations of the plan, while the release before it still serves. */
final class MigratePhase {
    private final MigratorFactory migrators;
    private final Host host;
    private final HostStack stack;
    private final ReleaseLog log;
    private List<PendingMigration> begun = List.of();
    private Optional<List<PendingMigration>> leftPending = Optional.empty();

    MigratePhase(MigratorFactory migrators, Host host, HostStack stack, ReleaseLog log) {
        this.migrators = migrators;
        this.host = host;
        this.stack = stack;
        this.log = log;
    }

    /**
     * @param heard told of each migration; whatever fails before it hears of the first one has applied nothing
     */
    Migrator.Outcome run(Migration migration, Prepared prepared, ReleaseRecord release, MigrationLog heard) {
        List<String> needed = databaseServices(migration, prepared.config()).stream()
                .filter(service -> !prepared.running().running().contains(service))
                .toList();
        boolean guessed = !needed.isEmpty();
        if (guessed) {
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
                requirePlanned(prepared.plan().migrations(), status.pending(), guessed);
            }
            begun = status.pending();
            return migrate(migrator, deadline, heard, tells(migration));
        }
    }

    /** Whether a migrator knows what is pending; one without a list says the same before and after. */
    private static boolean tells(Migration migration) {
        return !(migration instanceof Migration.InContainer command)
                || !command.pending().isEmpty();
    }

    private Migrator.Outcome migrate(Migrator migrator, Deadline deadline, MigrationLog heard, boolean tells) {
        try {
            return migrator.migrate(deadline, heard);
        } catch (RuntimeException e) {
            if (!tells) {
                throw e;
            }
            boolean interrupted = Thread.interrupted();
            try {
                leftPending = Optional.of(
                        migrator.status(Deadline.in(Duration.ofSeconds(30))).pending());
            } catch (RuntimeException unknown) {
                e.addSuppressed(unknown);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw e;
        }
    }

    /** What was pending when the migrator began; empty before. */
    List<PendingMigration> begun() {
        return begun;
    }

    /** After a failure: what is still pending, so that the rest is known to have been applied; empty when unknown. */
    Optional<List<PendingMigration>> leftPending() {
        return leftPending;
    }

    /**
     * What was approved is what runs: the list is compared once more, now that nobody else can deploy.
     *
     * @param guessed whether the plan was made from the files, because the database did not run: then some of them may
     *     have been applied by a release before
     */
    private static void requirePlanned(
            List<PendingMigration> planned, List<PendingMigration> pending, boolean guessed) {
        List<String> approved = versions(planned);
        List<String> now = versions(pending);
        boolean rest = now.size() <= approved.size()
                && approved.subList(approved.size() - now.size(), approved.size())
                        .equals(now);
        if (guessed ? !rest : !approved.equals(now)) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "The pending migrations moved: planned " + approved + ", now " + now + ".",
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
