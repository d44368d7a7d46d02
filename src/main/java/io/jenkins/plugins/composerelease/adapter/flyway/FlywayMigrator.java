package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.Pending;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateResult;

/**
 * Migrates with the Flyway library, from this machine's files. It never repairs, baselines, cleans or runs a migration
 * out of order. On PostgreSQL a statement that waits 30 s for a lock fails, so that a migration never holds up the running
 * application for longer.
 */
public final class FlywayMigrator implements Migrator {
    private static final int LOCK_TRIES = 30; // one second apart

    private final Migration.Flyway migration;
    private final Optional<Host.Forward> forward;
    private final ReleaseLog log;
    private final BoundedDataSource database;
    private final FlywayFailure failure;
    private final Flyway flyway;

    FlywayMigrator(
            Migration.Flyway migration,
            JdbcUrl url,
            Optional<Host.Forward> forward,
            ReleaseLog log,
            Deadline deadline) {
        this.migration = migration;
        this.forward = forward;
        this.log = log;
        this.database = new BoundedDataSource(url, migration.user(), migration.password(), deadline);
        this.failure = new FlywayFailure(new JdbcUrl(migration.url()), migration);
        this.flyway = configuration().load();
    }

    /** Migrates a database that this machine reaches by the migration's own JDBC URL. */
    public static FlywayMigrator direct(Migration.Flyway migration, ReleaseLog log, Deadline deadline) {
        return new FlywayMigrator(migration, new JdbcUrl(migration.url()), Optional.empty(), log, deadline);
    }

    private FluentConfiguration configuration() {
        return Flyway.configure(FlywayMigrator.class.getClassLoader())
                .dataSource(database)
                .locations(migration.locations().stream()
                        .map(path -> "filesystem:" + path)
                        .toArray(String[]::new))
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns("*:pending", "*:future")
                .cleanDisabled(true)
                .baselineOnMigrate(false)
                .outOfOrder(false)
                .connectRetries(0)
                .lockRetryCount(LOCK_TRIES);
    }

    @Override
    public Status status(Deadline deadline) {
        return bounded("read the schema history of", deadline, this::readStatus);
    }

    @Override
    public Outcome migrate(Deadline deadline) {
        Status before = status(deadline);
        if (before.pending().isEmpty()) {
            return new Outcome(List.of(), before.schema());
        }
        log.progress("migrating: " + before.pending().size() + " pending, schema "
                + before.schema().orElse("empty"));
        MigrateResult result = bounded("migrate", deadline, () -> {
            try {
                return flyway.migrate();
            } catch (FlywayException e) {
                throw failure.migrating(e, whatIsLeft(before));
            }
        });
        result.warnings.forEach(log::warn);
        List<String> applied =
                before.pending().stream().map(PendingMigration::version).toList();
        Status after = status(deadline);
        if (!after.pending().isEmpty()) {
            throw new ReleaseException(
                    ExitCode.MIGRATION_FAILED,
                    "Migrating ended with " + versions(after) + " still pending, expected all of " + applied
                            + " to be applied.",
                    "Look at the schema history before the next release.");
        }
        applied.forEach(version -> log.progress("migration " + version + " applied"));
        return new Outcome(applied, after.schema());
    }

    @Override
    public void close() {
        database.abort();
        forward.ifPresent(Host.Forward::close);
    }

    private Status readStatus() {
        MigrationInfoService info = flyway.info();
        List<MigrationInfo> all = Arrays.asList(info.all());
        boolean fresh = info.applied().length == 0 && !info.getInfoResult().allSchemasEmpty;
        String table = flyway.getConfiguration().getTable();
        if (fresh && !HistoryTable.exists(database, table)) {
            throw failure.nonEmpty(table);
        }
        ValidateResult validated = flyway.validateWithResult();
        if (!validated.validationSuccessful && !validated.invalidMigrations.isEmpty()) {
            throw failure.invalid(validated.invalidMigrations.get(0), all);
        }
        Optional<String> schema = Optional.ofNullable(info.current())
                .map(MigrationInfo::getVersion)
                .map(version -> version.getVersion());
        boolean ahead = all.stream().map(MigrationInfo::getState).anyMatch(MigrationState.FUTURE_SUCCESS::equals);
        return new Status(
                schema,
                Arrays.stream(info.pending()).map(FlywayMigrator::pending).toList(),
                ahead);
    }

    private static PendingMigration pending(MigrationInfo info) {
        return new PendingMigration(
                info.getVersion() == null
                        ? String.valueOf(Path.of(info.getPhysicalLocation()).getFileName())
                        : info.getVersion().getVersion(),
                info.getDescription(),
                Optional.ofNullable(info.getChecksum()),
                Pending.destructive(Path.of(info.getPhysicalLocation())));
    }

    /** Asks the database rather than guess from the kind of statement. */
    private String whatIsLeft(Status before) {
        try {
            List<MigrationInfo> all = Arrays.asList(flyway.info().all());
            List<String> applied = before.pending().stream()
                    .map(PendingMigration::version)
                    .filter(version -> all.stream()
                            .anyMatch(info -> info.getState().isApplied()
                                    && !info.getState().isFailed()
                                    && info.getVersion() != null
                                    && info.getVersion().getVersion().equals(version)))
                    .toList();
            boolean failed = all.stream().anyMatch(info -> info.getState().isFailed());
            return (failed ? "It was not rolled back: parts of it may be in the schema." : "It was rolled back.")
                    + (applied.isEmpty() ? "" : " Applied before it, and kept: " + String.join(", ", applied) + ".");
        } catch (RuntimeException e) {
            return "Whether it was rolled back is not known.";
        }
    }

    private static List<String> versions(Status status) {
        return status.pending().stream().map(PendingMigration::version).toList();
    }

    /** Runs it in a thread of its own, as a driver may wait for ever. */
    private <T> T bounded(String tried, Deadline deadline, Callable<T> work) {
        Deadline bounded = deadline.atMost(migration.timeout());
        database.until(bounded);
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "flyway");
        thread.setDaemon(true);
        thread.start();
        try {
            // The database ends its statements at the deadline by itself; this is for when it does not answer.
            return task.get(bounded.remaining().toMillis() + 3000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ReleaseException release) {
                throw release;
            }
            throw failure.other(tried, e.getCause() instanceof Exception cause ? cause : e, bounded);
        } catch (TimeoutException e) {
            database.abort();
            throw stopped(tried, "did not end within " + Text.elapsed(bounded.length()));
        } catch (InterruptedException e) {
            database.abort();
            Thread.currentThread().interrupt();
            throw stopped(tried, "was interrupted");
        }
    }

    private ReleaseException stopped(String tried, String why) {
        return new ReleaseException(
                ExitCode.MIGRATION_FAILED,
                "Could not " + tried + " '" + new JdbcUrl(migration.url()) + "': it " + why + " and was stopped.",
                "Look at the schema history before the next release.");
    }
}
