package io.jenkins.plugins.composerelease.engine.deploy;

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

    private final TargetStore store;
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
    static String newId(Instant now, String revision) {
        return ID.format(now) + "-" + revision.substring(0, 7);
    }

    /** Writes the record of a release that begins; from here on its phases are journalled. */
    void begin(ReleaseRecord fresh, TargetLock held) {
        lock = held;
        settleInterrupted(fresh);
        store.write(fresh);
        record = fresh;
    }

    /** A release that still counts as running while this one holds the lock has lost its owner. */
    private void settleInterrupted(ReleaseRecord fresh) {
        for (ReleaseRecord left : store.read().records()) {
            if (left.state() == State.RUNNING) {
                store.write(left.ended(State.FAILED, "interrupted; settled by " + fresh.id(), clock.now()));
                log.warn("Release " + left.id() + " was interrupted and is recorded as failed.");
            }
        }
    }

    <T> T phase(Phase next, String detail, Supplier<T> work) {
        phase = next;
        Instant start = clock.now();
        log.phaseStarted(next, detail);
        journal("started", detail);
        try {
            T result = work.get();
            String text = result == null ? "" : result.toString();
            journal("ended", result instanceof String ? text : "");
            log.phaseEnded(next, true, result instanceof String ? text : "", since(start));
            return result;
        } catch (RuntimeException e) {
            log.phaseEnded(next, false, firstLine(e), since(start));
            try {
                journal("failed", firstLine(e));
            } catch (ReleaseException lost) {
                e.addSuppressed(lost);
            }
            throw e;
        }
    }

    private void journal(String event, String detail) {
        if (record != null) {
            if (event.equals("started")) {
                lock.requireHeld();
            }
            store.journal(record.id(), phase, event, detail);
        }
    }

    void update(ReleaseRecord changed) {
        store.write(changed);
        record = changed;
    }

    /** Writes how the release ended; only a succeeded one becomes the one that serves. */
    ReleaseRecord end(State state, String detail) {
        update(record.ended(state, detail, clock.now()));
        if (state == State.SUCCEEDED) {
            store.makeCurrent(record.id());
        }
        return record;
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

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
