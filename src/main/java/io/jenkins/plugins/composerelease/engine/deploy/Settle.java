package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.LastingWork;
import io.jenkins.plugins.composerelease.engine.command.LastingWork.Look;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Brings releases that lost their owner to their end, under the lock of who comes next: what still runs is waited for, a
 * switch is finished and verified or taken back, and what is only not recorded is recorded. What cannot be known stays as it
 * is until a person says it.
 */
public final class Settle {
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Target target;
    private final TargetLock lock;
    private final TargetStore store;
    private final ReleasePaths paths;
    private final String by;
    private final Clock clock;
    private final ReleaseLog log;
    private final UnaryOperator<String> mask;

    /**
     * @param by who settles: build URL or user
     */
    Settle(Target target, TargetLock lock, String by, Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        this.target = target;
        this.lock = lock;
        this.paths = ReleasePaths.of(target);
        this.store = new TargetStore(lock.host(), target, clock, mask).ownedBy(lock);
        this.by = by;
        this.clock = clock;
        this.log = log;
        this.mask = mask;
    }

    /** Takes the lock and settles, see {@link #open} and {@link #as}. */
    public static List<ReleaseRecord> settle(
            SettleRequest request, Host host, Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        Target target = request.target();
        ReleaseRun run = new ReleaseRun(new TargetStore(host, target, clock, mask), log, clock);
        try (TargetLock lock = run.phase(
                Phase.LOCK, request.by(), () -> TargetLock.take(host, target, request.by(), request.lockWait()))) {
            Settle settle = new Settle(target, lock, request.by(), clock, log, mask);
            return request.answer().isPresent()
                    ? List.of(settle.as(
                            request.release().orElseThrow(), request.answer().get()))
                    : settle.open();
        }
    }

    /**
     * Settles every release that is recorded as running; whoever has the lock knows that none does.
     *
     * @return their records as they are now; empty where there was none
     * @throws UnknownOutcomeException if how far one came cannot be known; nothing was changed then
     */
    List<ReleaseRecord> open() {
        List<ReleaseRecord> settled = new ArrayList<>();
        TargetStore.State state = store.readToChange();
        for (ReleaseRecord left : state.records()) {
            if (left.state() == State.RUNNING) {
                ReleaseRecord now = settle(left, state);
                log.warn("Release " + left.id() + " by " + left.by() + " did not come to its end and is recorded as "
                        + now.state() + ": " + now.detail() + ".");
                settled.add(now);
            }
        }
        return settled;
    }

    /** What a person says became of a release that nobody else can know. */
    ReleaseRecord as(String id, SettleRequest.Answer answer) {
        TargetStore.State state = store.readToChange();
        ReleaseRecord left = state.find(id)
                .filter(record -> record.state() == State.RUNNING || record.state() == State.NEEDS_ATTENTION)
                .orElseThrow(() -> new ReleaseException(
                        ExitCode.INVALID_INPUT,
                        "Target '" + target.name() + "' has no release '" + id + "' that is open.",
                        "'status' lists the releases."));
        awaitWork(left, false);
        return switch (answer) {
            case APPLIED -> end(left, State.FAILED, "not switched; its migrations were applied, as " + by + " says");
            case NOT_APPLIED ->
                end(
                        left.migrated(List.of(), false, state.serving().flatMap(ReleaseRecord::schema)),
                        State.FAILED,
                        "not switched; its migrations were not applied, as " + by + " says");
            case SERVES -> {
                store.makeCurrent(left.id());
                yield end(left, State.SUCCEEDED, "it serves, as " + by + " says");
            }
            case FAILED -> end(left, State.NEEDS_ATTENTION, "it does not serve, as " + by + " says");
        };
    }

    private ReleaseRecord settle(ReleaseRecord left, TargetStore.State state) {
        List<Journal.Entry> lines = store.journalOf(left.id()).entries();
        HowFar far = HowFar.of(left, state.current().equals(Optional.of(left.id())), lines);
        Collection<Look> work = awaitWork(left, far == HowFar.BEFORE_MIGRATION);
        requireKnown(left, far, work);
        return switch (far) {
            case SERVING -> end(left, State.SUCCEEDED, "verified and serving; settled by " + by);
            case VERIFIED -> {
                store.makeCurrent(left.id());
                yield end(left, State.SUCCEEDED, "verified and serving; settled by " + by);
            }
            case BEFORE_MIGRATION ->
                end(left, State.FAILED, "interrupted before it changed anything; settled by " + by);
            case MIGRATING -> migrating(left, lines, work);
            case MIGRATED -> end(left, State.FAILED, "interrupted before its switch; settled by " + by);
            case WENT_BACK -> end(left, State.ROLLED_BACK, "the release before is back; settled by " + by);
            case RESTORING -> end(left, State.NEEDS_ATTENTION, "interrupted in a restore; settled by " + by);
            case SWITCHING, GOING_BACK -> finish(left, state, far == HowFar.GOING_BACK);
        };
    }

    private ReleaseRecord migrating(ReleaseRecord left, List<Journal.Entry> lines, Collection<Look> work) {
        Optional<Migration> migration = target.migration();
        Optional<String> open = HowFar.openMigration(lines);
        boolean killed = work.stream().anyMatch(look -> look.state() == LastingWork.State.GONE);
        boolean inParts = migration
                .filter(Migration.Flyway.class::isInstance)
                .map(flyway -> ((Migration.Flyway) flyway).url())
                .filter(url -> url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:"))
                .isPresent();
        if (killed || inParts && open.isPresent()) {
            throw unknown(
                    left,
                    "its migration" + open.map(version -> " " + version).orElse("")
                            + " was interrupted, and how much of it was applied is not known",
                    "applied' or '--as not-applied");
        }
        return end(left, State.FAILED, "interrupted in its migration, nothing was switched; settled by " + by);
    }

    /**
     * Waits for what still runs for a release.
     *
     * @param stop whether it is stopped: before its migration there is nothing worth waiting for
     */
    private Collection<Look> awaitWork(ReleaseRecord left, boolean stop) {
        Host host = lock.host();
        for (Look look : look(left)) {
            String directory = paths.work(left.id()) + "/" + look.name();
            if (look.state() != LastingWork.State.RUNNING && look.state() != LastingWork.State.STARTING) {
                continue;
            }
            if (stop) {
                host.run(LastingWork.stop(directory), Deadline.in(STOP));
            } else {
                log.progress("waiting for '" + look.name() + "', which release " + left.id() + " left running");
                host.run(
                        LastingWork.follow("wait for the work of release " + left.id(), directory),
                        Deadline.in(limit()));
            }
        }
        return look(left);
    }

    private void requireKnown(ReleaseRecord left, HowFar far, Collection<Look> work) {
        boolean matters = far == HowFar.MIGRATING || far == HowFar.SWITCHING || far == HowFar.GOING_BACK;
        if (matters && work.stream().anyMatch(look -> look.state() == LastingWork.State.REBOOTED)) {
            throw unknown(
                    left,
                    "the host was started again while it worked, and how far it came is not known",
                    far == HowFar.MIGRATING ? "applied' or '--as not-applied" : "serves' or '--as failed");
        }
    }

    private Collection<Look> look(ReleaseRecord left) {
        return LastingWork.parse(lock.host()
                        .require(LastingWork.lookAll(paths.work(left.id())), Deadline.in(LOOK))
                        .output())
                .values();
    }

    private Duration limit() {
        Duration migration = target.migration().map(Migration::timeout).orElse(Duration.ZERO);
        return migration.compareTo(target.timeout()) > 0
                ? migration
                : target.timeout().plusMinutes(1);
    }

    /** Switches once more, which changes nothing where that was done, and verifies; or goes on with going back. */
    private ReleaseRecord finish(ReleaseRecord left, TargetStore.State state, boolean back) {
        ReleaseRun run = new ReleaseRun(store, log, clock);
        run.on(left, lock);
        Host host = LastingHost.of(lock, paths, run);
        TargetSecrets secrets = new TargetSecrets(host, target, new KeyedHash(store.ensureKey()));
        HostStack stack = new HostStack(host, target, log);
        RunningStack before = RunningStack.inspect(host, target.project());
        Switch switching = new Switch(run, host, target, stack, state, before, log);
        try {
            secrets.write();
            if (back) {
                throw switching.backAfter(new ReleaseException(ExitCode.FAILED, "It was interrupted.", ""));
            }
            switching.toNewOrBack(left, () -> stack.returnTo(left, state.serving(), "settle"));
            return run.succeed("verified and serving; settled by " + by);
        } catch (DeployFailedException e) {
            log.warn(e.getMessage());
            return run.record();
        }
    }

    private ReleaseRecord end(ReleaseRecord left, State state, String detail) {
        ReleaseRecord ended = left.ended(state, detail, clock.now());
        store.write(ended);
        store.journal(left.id(), Phase.RECORD, "settled", state + ": " + detail);
        return ended;
    }

    private UnknownOutcomeException unknown(ReleaseRecord left, String what, String answers) {
        return new UnknownOutcomeException(
                "Release " + left.id() + " of target '" + target.name() + "' by " + mask.apply(left.by())
                        + " did not come to its end: " + what + ". Nothing was changed.",
                "Look at the target, then say what is so with 'compose-release settle --target " + target.name()
                        + " --release " + left.id() + " --as " + answers + "'.");
    }
}
