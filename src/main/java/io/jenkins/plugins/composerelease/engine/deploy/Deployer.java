package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.PlanDifference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Carries out a plan: the old application keeps serving until the new schema is in place and the switch begins. */
public final class Deployer {
    private static final Duration PULL = Duration.ofMinutes(30);

    private final Planner planner;
    private final MigratorFactory migrators;
    private final Clock clock;
    private final ReleaseLog log;
    private final UnaryOperator<String> mask;

    public Deployer(
            Planner planner, MigratorFactory migrators, Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        this.planner = planner;
        this.migrators = migrators;
        this.clock = clock;
        this.log = log;
        this.mask = mask;
    }

    /**
     * @param approved the plan that was approved; refused when a new one differs from it
     * @return the record of the release that now serves
     * @throws io.jenkins.plugins.composerelease.engine.model.DeployFailedException when it failed after it began
     */
    public ReleaseRecord deploy(ReleaseRequest request, Optional<Plan> approved, Host host) {
        Target target = request.target();
        ReleaseRun run = new ReleaseRun(new TargetStore(host, target, clock, mask), log, clock);
        Prepared prepared = run.phase(Phase.PREFLIGHT, "", () -> preflight(request, approved, host));
        try (TargetLock lock = run.phase(
                Phase.LOCK, request.by(), () -> TargetLock.take(host, target, request.by(), request.lockWait()))) {
            return new Attempt(request, prepared, host, lock, run).release();
        }
    }

    private Prepared preflight(ReleaseRequest request, Optional<Plan> approved, Host host) {
        Prepared prepared = planner.prepare(request, host);
        Plan plan = prepared.plan();
        if (approved.isPresent() && !approved.get().hash().equals(plan.hash())) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "Plan " + approved.get().id() + " was approved, but what would change now is plan " + plan.id()
                            + ". What moved:\n  " + String.join("\n  ", PlanDifference.between(approved.get(), plan)),
                    "Look at the new plan and approve that one.");
        }
        List<String> failed = plan.checks().stream()
                .filter(check -> !check.ok())
                .map(check -> check.name() + ": " + check.detail() + ". " + check.remedy())
                .toList();
        if (!failed.isEmpty()) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "The preflight of target '" + request.target().name() + "' failed:\n  "
                            + String.join("\n  ", failed),
                    "");
        }
        return prepared;
    }

    /** One release under its lock. */
    private final class Attempt {
        private final ReleaseRequest request;
        private final Target target;
        private final Prepared prepared;
        private final Host host;
        private final TargetLock lock;
        private final ReleaseRun run;
        private final TargetStore store;
        private final ReleasePaths paths;
        private final HostStack stack;
        private final Switch switching;

        Attempt(ReleaseRequest request, Prepared prepared, Host host, TargetLock lock, ReleaseRun run) {
            this.request = request;
            this.target = request.target();
            this.prepared = prepared;
            this.host = host;
            this.lock = lock;
            this.run = run;
            this.store = new TargetStore(host, target, clock, mask);
            this.paths = ReleasePaths.of(target);
            this.stack = new HostStack(host, target, log);
            boolean nothingRan = prepared.running().services().isEmpty();
            this.switching = new Switch(run, host, target, stack, prepared.state(), nothingRan, log);
        }

        /** The release, phase by phase. */
        ReleaseRecord release() {
            requireUnmoved();
            KeyedHash hash = new KeyedHash(store.ensureKey());
            run.begin(record(hash), lock);
            TargetSecrets secrets = new TargetSecrets(host, target, hash);
            Pruner pruner = new Pruner(host, target, store, run, log, secrets);
            try {
                ReleaseRecord done = switched(secrets);
                pruner.prune();
                return done;
            } catch (DeployFailedException e) {
                throw pruner.after(e, lock);
            }
        }

        private ReleaseRecord switched(TargetSecrets secrets) {
            try {
                run.phase(Phase.TRANSFER, "", () -> transfer(secrets));
                run.phase(Phase.PULL, "", this::pull);
                run.phase(Phase.BACKUP, "", this::backup);
                run.phase(Phase.MIGRATE, "", this::migrate);
            } catch (RuntimeException e) {
                throw switching.keepOld(e);
            }
            switching.toNewOrBack(run.record(), target.services());
            return run.succeed("verified and serving");
        }

        private void requireUnmoved() {
            TargetStore.State now = store.read();
            TargetStore.State then = prepared.state();
            if (!now.current().equals(then.current()) || !ids(now).equals(ids(then))) {
                throw new ReleaseException(
                        ExitCode.PLAN_REFUSED,
                        "Another release of target '" + target.name() + "' ended while this one waited for the lock.",
                        "Make a new plan.");
            }
        }

        private static List<String> ids(TargetStore.State state) {
            return state.records().stream()
                    .map(record -> record.id() + record.state())
                    .toList();
        }

        private ReleaseRecord record(KeyedHash hash) {
            Map<String, String> configs = new TreeMap<>(
                    Fingerprints.of(prepared.config(), prepared.images(), prepared.files(), target, hash));
            if (!target.services().isEmpty()) {
                // Services that are not switched keep the configuration that they were started with.
                configs.keySet().retainAll(target.services());
                prepared.state().serving().ifPresent(serving -> serving.configs()
                        .forEach(configs::putIfAbsent));
            }
            Plan plan = prepared.plan();
            return new ReleaseRecord(
                    1,
                    ReleaseRun.newId(clock.now(), prepared.state(), request.revision()),
                    request.application(),
                    target.name(),
                    request.revision(),
                    plan.hash(),
                    prepared.images(),
                    configs,
                    prepared.variables(),
                    target.files(),
                    target.profiles(),
                    target.envFiles(),
                    new Workspace(request).transferred(),
                    List.of(),
                    false,
                    plan.schema(),
                    State.RUNNING,
                    "",
                    request.by(),
                    clock.now(),
                    Optional.empty(),
                    prepared.state().current());
        }

        private String transfer(TargetSecrets secrets) {
            secrets.write();
            String override =
                    ReleaseOverride.of(prepared.config(), prepared.images(), prepared.files(), secrets.paths());
            int files = new ReleaseFiles(host, paths)
                    .transfer(new Workspace(request), prepared.files(), run.record(), override);
            stack.check(run.record());
            stack.installMissing(run.record());
            return Text.count(files, "file") + ", " + Text.count(secrets.paths().size(), "secret file");
        }

        private String pull() {
            int pulled =
                    new ImagePuller(host, log).pull(prepared.images().values(), target.registry(), Deadline.in(PULL));
            return pulled + " pulled, "
                    + (prepared.images().values().stream().distinct().count() - pulled) + " there already";
        }

        private String backup() {
            boolean pending = !prepared.plan().migrations().isEmpty();
            if (target.backup().isEmpty() || !pending) {
                return target.backup().isEmpty() ? "none configured" : "no migration pending";
            }
            String service = target.backup().get().service();
            if (!prepared.running().running().contains(service)) {
                // It may well hold data: a stopped database, or the volume that a failed first release left.
                stack.ensureRunning(run.record(), List.of(service));
            }
            PgBackup backup = new PgBackup(host, paths, target.backup().get(), stack.project(run.record()));
            BackupRecord made = backup.make(
                    run.record().id(),
                    prepared.state().serving(),
                    request.by(),
                    clock.now(),
                    Deadline.in(Backups.TIME));
            backup.pruneOfReleases(prepared.state().current().orElse(made.id()));
            return PgBackup.describe(made);
        }

        private String migrate() {
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
                return outcome.applied().isEmpty()
                        ? "nothing to apply"
                        : "applied " + String.join(", ", outcome.applied());
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
            boolean destructive =
                    migrations.stream().anyMatch(m -> !m.destructive().isEmpty());
            Optional<String> last =
                    versions.isEmpty() ? prepared.plan().schema() : Optional.of(versions.get(versions.size() - 1));
            run.update(run.record().migrated(versions, destructive, known.or(() -> last)));
        }
    }
}
