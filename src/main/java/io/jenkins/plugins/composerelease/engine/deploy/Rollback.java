package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Goes back to a recorded release: its compose files and its digests, pulled again where they were pruned. */
public final class Rollback {
    private final Clock clock;
    private final ReleaseLog log;
    private final UnaryOperator<String> mask;

    public Rollback(Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        this.clock = clock;
        this.log = log;
        this.mask = mask;
    }

    /** What a rollback would do, read-only: the release it goes to and whether it can run on the present schema. */
    public Choice choose(RollbackRequest request, Host host) {
        return choose(request, new TargetStore(host, request.target(), clock).read());
    }

    /** Returns the record of the new release that serves what the earlier one served. */
    public ReleaseRecord rollBack(RollbackRequest request, Host host) {
        Target target = request.target();
        TargetStore store = new TargetStore(host, target, clock, mask);
        ReleaseRun run = new ReleaseRun(store, log, clock);
        run.phase(Phase.PREFLIGHT, "", () -> choose(request, store.read()).schema());
        try (TargetLock lock = run.phase(
                Phase.LOCK, request.by(), () -> TargetLock.take(host, target, request.by(), request.lockWait()))) {
            TargetStore.State state = store.readToChange();
            return run(
                    request,
                    LastingHost.of(lock, ReleasePaths.of(target), run),
                    store.ownedBy(lock),
                    run,
                    lock,
                    choose(request, state),
                    state);
        }
    }

    private ReleaseRecord run(
            RollbackRequest request,
            Host host,
            TargetStore store,
            ReleaseRun run,
            TargetLock lock,
            Choice choice,
            TargetStore.State state) {
        Target target = request.target();
        TargetSecrets secrets = new TargetSecrets(host, target, new KeyedHash(store.ensureKey()));
        HostStack stack = new HostStack(host, target, log);
        Switch switching = new Switch(run, host, target, stack, state, false, log);
        Pruner pruner = new Pruner(host, target, store, run, log, secrets);
        run.begin(again(choice.release(), request, state), lock);
        try {
            bringBack(request, host, run, choice.release(), secrets, switching);
            ReleaseRecord done = run.succeed("back to " + choice.release().id());
            pruner.prune();
            return done;
        } catch (UnknownOutcomeException e) {
            throw switching.leftOpen(e);
        } catch (DeployFailedException e) {
            throw pruner.after(e, lock);
        }
    }

    private void bringBack(
            RollbackRequest request,
            Host host,
            ReleaseRun run,
            ReleaseRecord release,
            TargetSecrets secrets,
            Switch switching) {
        Target target = request.target();
        try {
            run.phase(Phase.TRANSFER, "", () -> {
                secrets.write();
                new ReleaseFiles(host, ReleasePaths.of(target))
                        .copy(release.id(), run.record().id(), secrets.paths());
                new HostStack(host, target, log).check(run.record());
                return null;
            });
            run.phase(
                    Phase.PULL,
                    "",
                    () -> new ImagePuller(host, log)
                                    .pull(
                                            release.images().values(),
                                            target.registry(),
                                            Deadline.in(Duration.ofMinutes(30)))
                            + " pulled");
        } catch (RuntimeException e) {
            throw switching.keepOld(e);
        }
        switching.toNewOrBack(run.record(), List.of());
    }

    private ReleaseRecord again(ReleaseRecord to, RollbackRequest request, TargetStore.State state) {
        return new ReleaseRecord(
                1,
                ReleaseRun.newId(clock.now(), state, to.revision()),
                to.application(),
                to.target(),
                to.revision(),
                to.planHash(),
                to.images(),
                to.configs(),
                to.variables(),
                to.files(),
                to.profiles(),
                to.envFiles(),
                to.transferred(),
                List.of(),
                false,
                state.serving().flatMap(ReleaseRecord::schema),
                State.RUNNING,
                "back to " + to.id(),
                request.by(),
                clock.now(),
                Optional.empty(),
                to.previous()); // so that going back once more goes further back
    }

    private static Choice choose(RollbackRequest request, TargetStore.State state) {
        ReleaseRecord to = request.to()
                .map(name -> find(name, state, request.target()))
                .orElseGet(() -> before(state, request.target()));
        List<String> since = state.records().stream()
                .filter(record -> record.id().compareTo(to.id()) > 0 && state.inData(record))
                .flatMap(record -> record.migrations().stream())
                .toList();
        boolean destructive = state.destructiveSince(to.id());
        if (destructive && !request.force()) {
            throw new ReleaseException(
                    ExitCode.PLAN_REFUSED,
                    "Release " + to.id()
                            + " may not run on the present schema: destructive migrations were applied since ("
                            + String.join(", ", since) + ").",
                    "Restore the backup first, or insist with --force.");
        }
        return new Choice(to, schema(request.target(), to, state, since, destructive));
    }

    private static String schema(
            Target target, ReleaseRecord to, TargetStore.State state, List<String> since, boolean destructive) {
        List<String> gone = state.records().stream()
                .filter(record -> record.id().compareTo(to.id()) <= 0 && !state.inData(record))
                .flatMap(record -> record.migrations().stream())
                .toList();
        if (!gone.isEmpty()) {
            return "a restored backup took away migrations that it may need (" + String.join(", ", gone)
                    + "): deploy its revision to apply them again";
        }
        if (since.isEmpty()) {
            return "the schema is the one it was released on";
        }
        boolean known = target.migration()
                .filter(Migration.InContainer.class::isInstance)
                .isEmpty();
        return (destructive ? "forced: destructive" : known ? "compatible: only additive" : "unknown whether it fits:")
                + " migrations since (" + String.join(", ", since) + ")";
    }

    private static ReleaseRecord find(String name, TargetStore.State state, Target target) {
        return state.records().stream()
                .filter(record -> record.id().equals(name) || record.revision().startsWith(name))
                .filter(record -> record.state() == State.SUCCEEDED)
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "Target '" + target.name() + "' has no successful release '" + name + "'.",
                        "Use the id or the revision of one that 'status' lists as succeeded."));
    }

    /** The release before the one that serves; the one that serves itself, where a later one left the target unsettled. */
    private static ReleaseRecord before(TargetStore.State state, Target target) {
        Optional<ReleaseRecord> before = state.unsettled()
                ? state.serving()
                : state.serving().flatMap(ReleaseRecord::previous).flatMap(state::find);
        return before.orElseThrow(() -> new InvalidInputException(
                "Target '" + target.name() + "' has no release before the one that serves.",
                "There is nothing to go back to."));
    }

    /**
     * @param release the release to go back to
     * @param schema whether it can run on the present schema, in words
     */
    public record Choice(ReleaseRecord release, String schema) {}
}
