package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;

/** One release on its way through the phases: each is journalled on the target before and after, and timed. */
final class ReleaseRun {
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int ID_TIME = "20260101T000000000Z".length();

    private TargetStore store;
    private final ReleaseLog log;
    private final Clock clock;
    private ReleaseRecord record;
    private Phase phase = Phase.PREFLIGHT;
    private TargetLock lock;

    ReleaseRun(TargetStore store, ReleaseLog log, Clock clock) {
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    /** Sorts by time; two releases of one millisecond cannot be, since a target takes one at a time. */
    static String newId(Instant now, TargetStore.State state, String revision) {
        return name(now, state, revision.substring(0, 7));
    }

    /** A name that sorts after all releases, also where this machine's clock is behind the one that released before. */
    static String name(Instant now, TargetStore.State state, String end) {
        String name = ID.format(now) + "-" + end;
        Optional<ReleaseRecord> newest = state.records().stream().findFirst();
        return newest.filter(record -> record.id().compareTo(name) >= 0)
                .map(record -> ID.format(time(record.id()).plusMillis(1)) + "-" + end)
                .orElse(name);
    }

    /** The time that a name begins with. */
    static Instant time(String id) {
        return ID.parse(id.substring(0, ID_TIME), Instant::from);
    }

    /** Journals what follows with a release that has ended, whose record stays as it is. */
    void on(ReleaseRecord ended, TargetLock held) {
        own(held);
        record = ended;
    }

    /** Writes the record of a release that begins; from here on its phases are journalled. */
    void begin(ReleaseRecord fresh, TargetLock held) {
        own(held);
        settleInterrupted(fresh);
        store.write(fresh);
        record = fresh;
        store.journal(fresh.id(), Phase.LOCK, "ended", fresh.by());
    }

    private void own(TargetLock held) {
        lock = held;
        store = store.ownedBy(held);
    }

    /** A release that still counts as running while this one holds the lock has lost its owner. */
    private void settleInterrupted(ReleaseRecord fresh) {
        TargetStore.State state = store.read();
        for (ReleaseRecord left : state.records()) {
            if (left.state() == State.RUNNING) {
                boolean serves = state.current().equals(Optional.of(left.id()));
                String how = (serves ? "verified and serving" : "interrupted") + "; settled by " + fresh.id();
                store.write(left.ended(serves ? State.SUCCEEDED : State.NEEDS_ATTENTION, how, clock.now()));
                log.warn("Release " + left.id() + " did not come to its end and is recorded as " + how + ".");
            }
        }
    }

    <T> T phase(Phase next, String detail, Supplier<T> work) {
        phase = next;
        Instant start = clock.now();
        log.phaseStarted(next, detail);
        enter(next, detail);
        try {
            T result = work.get();
            String text = result instanceof String done ? done : "";
            note("ended", text);
            log.phaseEnded(next, true, text, since(start));
            return result;
        } catch (RuntimeException e) {
            log.phaseEnded(next, false, firstLine(e), since(start));
            note("failed", firstLine(e));
            throw e;
        }
    }

    /** Nothing begins without the lock and without a line in the journal; but going back must not hang on a full disk. */
    private void enter(Phase next, String detail) {
        if (record != null) {
            lock.requireHeld();
            if (next == Phase.ROLLBACK) {
                note("started", detail);
            } else {
                store.journal(record.id(), next, "started", detail);
            }
        }
    }

    /** What is done is done: a line that cannot be written does not change how a phase ended. Nor does whoever stops it. */
    private void note(String event, String detail) {
        if (record == null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            store.journal(record.id(), phase, event, detail);
        } catch (ReleaseException e) {
            log.warn(
                    "Could not write to the journal that phase " + phase.label() + " " + event + ": " + e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void update(ReleaseRecord changed) {
        store.write(changed);
        record = changed;
    }

    /**
     * Writes that the release is verified and serves. What serves is written first: it is what a rollback starts from. Whoever
     * stops the release in this moment comes too late, and must not make it unknown what serves.
     */
    ReleaseRecord succeed(String detail) {
        try {
            return recorded(detail);
        } catch (RuntimeException e) {
            if (!Thread.interrupted()) {
                throw unrecorded(e);
            }
        }
        try {
            return recorded(detail);
        } catch (RuntimeException e) {
            throw unrecorded(e);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private ReleaseRecord recorded(String detail) {
        return phase(Phase.RECORD, "", () -> {
            store.makeCurrent(record.id());
            update(record.ended(State.SUCCEEDED, detail, clock.now()));
            return record;
        });
    }

    private DeployFailedException unrecorded(RuntimeException e) {
        return new DeployFailedException(
                ExitCode.NEEDS_ATTENTION,
                Phase.RECORD,
                record,
                "Release " + record.id() + " was verified and serves on '" + record.target()
                        + "', but that could not be recorded: " + e.getMessage(),
                "Mend the cause and release again; the next release settles the record.",
                e);
    }

    private void end(State state, String detail) {
        update(record.ended(state, detail, clock.now()));
    }

    /** The same where the target may be out of reach: a failure to write never hides the failure before it. */
    void endAfter(RuntimeException first, State state, String detail) {
        try {
            end(state, detail);
        } catch (ReleaseException e) {
            first.addSuppressed(e);
            record = record.ended(state, detail, clock.now());
        }
    }

    ReleaseRecord record() {
        return record;
    }

    /** The phase that began last. */
    Phase phase() {
        return phase;
    }

    Optional<ReleaseRecord> begun() {
        return Optional.ofNullable(record);
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.now());
    }

    private String firstLine(RuntimeException e) {
        return store.masked(String.valueOf(e.getMessage())).lines().findFirst().orElse("");
    }
}
