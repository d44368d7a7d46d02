package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.migrate.MigrationLog;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.api.output.ValidateResult;
import org.flywaydb.core.internal.info.MigrationInfoImpl;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Migrates with the Flyway library, from this machine's files. It never repairs, baselines or cleans. A statement that waits
 * 30 s for a lock fails, so that a migration never holds up the running application for longer.
 *
 * <p>On PostgreSQL Flyway's lock is one of the session. By default it is one of a transaction of a second connection, on which
 * Flyway also writes its history: what is killed between the two commits has applied a migration that the history does not
 * know and that would come again. With one connection, a migration and its row are one transaction; and no transaction
 * stands idle while a long migration runs, which {@code CREATE INDEX CONCURRENTLY} would wait for.
 */
public final class FlywayMigrator implements Migrator {
    private static final int LOCK_TRIES = 30; // one second apart
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final Migration.Flyway migration;
    private final Optional<Host.Forward> forward;
    private final ReleaseLog log;
    private final BoundedDataSource database;
    private final FlywayFailure failure;
    private final EachMigration each = new EachMigration();
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
        FluentConfiguration configuration = Flyway.configure(FlywayMigrator.class.getClassLoader())
                .dataSource(database)
                .locations(migration.locations().stream()
                        .map(path -> "filesystem:" + path)
                        .toArray(String[]::new))
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns("*:pending", "*:future")
                .cleanDisabled(true)
                .baselineOnMigrate(false)
                .outOfOrder(migration.rules().outOfOrder())
                .placeholderReplacement(migration.rules().placeholderReplacement())
                .placeholders(migration.rules().placeholders())
                .callbacks(each)
                .connectRetries(0)
                .lockRetryCount(LOCK_TRIES);
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration;
    }

    @Override
    public Status status(Deadline deadline) {
        return bounded("read the schema history of", deadline, this::readStatus);
    }

    @Override
    public Outcome migrate(Deadline deadline, MigrationLog heard) {
        Status before = status(deadline);
        if (before.pending().isEmpty()) {
            return new Outcome(List.of(), before.schema());
        }
        log.progress("migrating: " + before.pending().size() + " pending, schema "
                + before.schema().orElse("empty"));
        MigrateResult result = migrateAll(before, deadline, heard);
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

    private MigrateResult migrateAll(Status before, Deadline deadline, MigrationLog heard) {
        each.begin(heard);
        AtomicReference<FlywayException> failed = new AtomicReference<>();
        MigrateResult result = null;
        try {
            result = bounded("migrate", deadline, () -> {
                try {
                    return flyway.migrate();
                } catch (FlywayException e) {
                    failed.set(e);
                    return null;
                }
            });
        } finally {
            each.end(result != null);
        }
        if (result == null) {
            throw failure.migrating(failed.get(), whatIsLeft(before, failed.get()));
        }
        return result;
    }

    /** With time of its own: there may be none left of the migration's. */
    private String whatIsLeft(Status before, FlywayException e) {
        try {
            return bounded(
                    "read the schema history of", Deadline.in(LOOK), () -> new WhatIsLeft(flyway, before).sentence(e));
        } catch (ReleaseException unknown) {
            return WhatIsLeft.UNKNOWN;
        }
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
        boolean transactional =
                migration.transactional() && Arrays.stream(info.pending()).allMatch(FlywayMigrator::canBeTakenBack);
        return new Status(
                schema,
                Arrays.stream(info.pending()).map(FlywayMigrator::pending).toList(),
                ahead,
                transactional);
    }

    /** Some statements, such as CREATE INDEX CONCURRENTLY, run in no transaction. */
    private static boolean canBeTakenBack(MigrationInfo info) {
        return !(info instanceof MigrationInfoImpl known) || known.canExecuteInTransaction();
    }

    private static PendingMigration pending(MigrationInfo info) {
        return new PendingMigration(
                EachMigration.version(info),
                info.getDescription(),
                Optional.ofNullable(info.getChecksum()),
                Pending.destructive(Path.of(info.getPhysicalLocation())));
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
