package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A log that passes everything on and remembers when each phase ran, which states the services went through, what was
 * warned about and the last lines of output. Of what it remembers only these lines are masked: before they are cut. Time
 * counts from its creation.
 */
public final class Timeline implements ReleaseLog {
    private static final int LINES = 100;
    private static final int LINE_LIMIT = 2_000;

    private final ReleaseLog next;
    private final Mask mask;
    private final LongSupplier nanos;
    private final long origin;
    private final List<PhaseTime> phases = new ArrayList<>();
    private final ServiceTimes services = new ServiceTimes();
    private final List<String> warnings = new ArrayList<>();
    private final Deque<String> output = new ArrayDeque<>();

    public Timeline(ReleaseLog next, Mask mask) {
        this(next, mask, System::nanoTime);
    }

    Timeline(ReleaseLog next, Mask mask, LongSupplier nanos) {
        this.next = next;
        this.mask = mask;
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /** The phases in the order in which they began. */
    public synchronized List<PhaseTime> phases() {
        return phases.stream().map(this::untilNow).toList();
    }

    /** The same as rows of an issue's table. */
    public List<StageResult> steps() {
        return phases().stream()
                .map(time -> new StageResult(time.phase().label(), time.result(), Optional.of(time.length())))
                .toList();
    }

    /** The first phase that failed, or that has begun and not ended; the return to the previous record is none. */
    public synchronized Optional<Phase> failedPhase() {
        return phases.stream()
                .filter(time -> time.result() != StageResult.Result.OK && time.phase() != Phase.ROLLBACK)
                .map(PhaseTime::phase)
                .findFirst();
    }

    /** The states of the services that were waited for. */
    public synchronized List<ServiceTime> services() {
        return services.until(elapsed());
    }

    public synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The last 100 lines of output, oldest first, each with its source. */
    public synchronized List<String> lastOutput() {
        return List.copyOf(output);
    }

    public Duration elapsed() {
        return Duration.ofNanos(nanos.getAsLong() - origin);
    }

    @Override
    public void progress(String message) {
        next.progress(message);
    }

    @Override
    public void warn(String message) {
        synchronized (this) {
            warnings.add(message);
        }
        next.warn(message);
    }

    @Override
    public void output(String source, String line) {
        synchronized (this) {
            if (output.size() == LINES) {
                output.removeFirst();
            }
            output.addLast(source + " | " + Text.cut(mask.mask(source, line), LINE_LIMIT));
        }
        next.output(source, line);
    }

    @Override
    public void linesLeftOut(String source) {
        mask.linesLeftOut(source);
        next.linesLeftOut(source);
    }

    @Override
    public void serviceLog(String service, String line) {
        next.serviceLog(service, line);
    }

    @Override
    public void serviceState(String service, String state, String detail) {
        synchronized (this) {
            services.add(service, state, detail, elapsed());
        }
        next.serviceState(service, state, detail);
    }

    @Override
    public void phaseStarted(Phase phase, String detail) {
        synchronized (this) {
            phases.add(new PhaseTime(phase, elapsed(), Duration.ZERO, StageResult.Result.RUNNING, detail));
        }
        next.phaseStarted(phase, detail);
    }

    @Override
    public void phaseEnded(Phase phase, boolean ok, String detail, Duration elapsed) {
        synchronized (this) {
            int index = running(phase);
            Duration start = index < phases.size()
                    ? phases.remove(index).start()
                    : elapsed().minus(elapsed);
            StageResult.Result result = ok ? StageResult.Result.OK : StageResult.Result.FAILED;
            phases.add(
                    index, new PhaseTime(phase, start.isNegative() ? Duration.ZERO : start, elapsed, result, detail));
        }
        next.phaseEnded(phase, ok, detail, elapsed);
    }

    /** Index of the phase's entry that has not ended, or the end of the list. */
    private int running(Phase phase) {
        for (int i = phases.size() - 1; i >= 0; i--) {
            if (phases.get(i).phase() == phase && phases.get(i).result() == StageResult.Result.RUNNING) {
                return i;
            }
        }
        return phases.size();
    }

    /** Hides secrets in lines that come one by one from several sources. */
    @FunctionalInterface
    public interface Mask {
        /** The line of this source without secrets. */
        String mask(String source, String line);

        /** The next line of this source does not follow the last one. */
        default void linesLeftOut(String source) {}
    }

    private PhaseTime untilNow(PhaseTime time) {
        return time.result() == StageResult.Result.RUNNING
                ? new PhaseTime(time.phase(), time.start(), elapsed().minus(time.start()), time.result(), time.detail())
                : time;
    }
}
