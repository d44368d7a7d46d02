package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.MigrationLog;
import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.FirstRun;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs what the plan says is pending, and records what of it was done. */
final class MigrationStep {
    private static final Duration ONCE = Duration.ofMinutes(10);

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
        String migrated = target.migration().isEmpty() ? "none configured" : migrate();
        String once = target.firstRun().map(this::once).orElse("");
        return once.isEmpty() ? migrated : migrated + ", " + once;
    }

    private String once(FirstRun once) {
        List<String> needed = Optional.ofNullable(prepared.config().services().get(once.service()))
                .map(StackConfig.Service::dependsOn)
                .orElse(List.of())
                .stream()
                .filter(service -> !prepared.running().running().contains(service))
                .toList();
        if (!needed.isEmpty()) {
            stack.ensureRunning(run.record(), needed);
        }
        Duration timeout = target.migration().map(Migration::timeout).orElse(ONCE);
        return new FirstRunStep(target, host, log).run(once, run.record(), stack, timeout);
    }

    private String migrate() {
        MigratePhase phase = new MigratePhase(migrators, host, stack, log);
        Journal heard = new Journal(phase);
        try {
            Migrator.Outcome outcome = phase.run(target.migration().get(), prepared, run.record(), heard);
            applied(only(phase.begun(), outcome.applied()), outcome.schema());
            return outcome.applied().isEmpty() ? "nothing to apply" : "applied " + String.join(", ", outcome.applied());
        } catch (RuntimeException e) {
            if (heard.began()) {
                applied(
                        phase.leftPending()
                                .map(left -> without(phase.begun(), left))
                                .orElseGet(() -> only(phase.begun(), heard.started)),
                        Optional.empty());
            }
            throw e;
        }
    }

    /** What is recorded and journalled of each migration: never less than may have been done. */
    private final class Journal implements MigrationLog {
        private final MigratePhase phase;
        private final List<String> started = new CopyOnWriteArrayList<>();

        Journal(MigratePhase phase) {
            this.phase = phase;
        }

        @Override
        public void started(String version) {
            if (started.isEmpty()) {
                applied(phase.begun(), Optional.empty());
            }
            started.add(version);
            run.journal("migration started", version);
        }

        boolean began() {
            return !started.isEmpty();
        }

        @Override
        public void ended(String version, boolean ok) {
            run.note(ok ? "migration ended" : "migration failed", version);
        }
    }

    private static List<PendingMigration> only(List<PendingMigration> begun, List<String> versions) {
        return begun.stream().filter(m -> versions.contains(m.version())).toList();
    }

    private static List<PendingMigration> without(List<PendingMigration> begun, List<PendingMigration> left) {
        return begun.stream()
                .filter(m -> left.stream().noneMatch(l -> l.version().equals(m.version())))
                .toList();
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
