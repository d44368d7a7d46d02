package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Plan;
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

/** One release under its lock. */
final class ReleaseAttempt {
    private static final Duration PULL = Duration.ofMinutes(30);

    private final MigratorFactory migrators;
    private final Clock clock;
    private final ReleaseLog log;
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

    ReleaseAttempt(
            MigratorFactory migrators,
            Clock clock,
            ReleaseLog log,
            UnaryOperator<String> mask,
            ReleaseRequest request,
            Prepared prepared,
            TargetLock lock,
            ReleaseRun run) {
        this.migrators = migrators;
        this.clock = clock;
        this.log = log;
        this.request = request;
        this.target = request.target();
        this.prepared = prepared;
        this.lock = lock;
        this.run = run;
        this.paths = ReleasePaths.of(target);
        this.host = LastingHost.of(lock, paths, run);
        this.store = new TargetStore(host, target, clock, mask);
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
        } catch (UnknownOutcomeException e) {
            throw switching.leftOpen(e);
        } catch (DeployFailedException e) {
            throw pruner.after(e, lock);
        }
    }

    private ReleaseRecord switched(TargetSecrets secrets) {
        try {
            run.phase(Phase.TRANSFER, "", () -> transfer(secrets));
            run.phase(Phase.PULL, "", this::pull);
            run.phase(Phase.BACKUP, "", new BackupStep(request, prepared, host, stack, run, clock)::make);
            run.phase(Phase.MIGRATE, "", new MigrationStep(migrators, target, prepared, host, stack, run, log)::run);
        } catch (UnknownOutcomeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw switching.keepOld(e);
        }
        switching.toNewOrBack(run.record(), target.services());
        return run.succeed("verified and serving");
    }

    private void requireUnmoved() {
        TargetStore.State now = store.readToChange();
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
        Map<String, String> configs =
                new TreeMap<>(Fingerprints.of(prepared.config(), prepared.images(), prepared.files(), target, hash));
        if (!target.services().isEmpty()) {
            // Services that are not switched keep the configuration that they were started with.
            configs.keySet().retainAll(target.services());
            prepared.state().serving().ifPresent(serving -> serving.configs().forEach(configs::putIfAbsent));
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
        String override = ReleaseOverride.of(prepared.config(), prepared.images(), prepared.files(), secrets.paths());
        int files = new ReleaseFiles(host, paths)
                .transfer(new Workspace(request), prepared.files(), run.record(), override);
        stack.check(run.record());
        stack.installMissing(run.record());
        return Text.count(files, "file") + ", " + Text.count(secrets.paths().size(), "secret file");
    }

    private String pull() {
        int pulled = new ImagePuller(host, log).pull(prepared.images().values(), target.registry(), Deadline.in(PULL));
        return pulled + " pulled, "
                + (prepared.images().values().stream().distinct().count() - pulled) + " there already";
    }
}
