package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One container over time. Times are nanoseconds of one monotonic clock. */
final class Tracked {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration ROUNDING = Duration.ofSeconds(2);
    private static final int UNKNOWN = -1;

    private ContainerState state;
    private boolean old;
    private boolean outOfMemory;
    private Instant memoryAt = Instant.EPOCH;
    private boolean healthKnown;
    private boolean doubtful;
    private boolean confirmed;
    private boolean inspected;
    private long runningSince;
    /** Restarts that do not count against it; unknown until an inspection where they were before the gate's time. */
    private int forgiven;

    private int deaths;

    private Tracked(ContainerState state, long runningSince) {
        this.state = state;
        this.runningSince = runningSince;
    }

    /** First seen in a list. */
    static Tracked listed(ContainerList.Entry entry, long now) {
        Tracked tracked = new Tracked(entry.state(), now - entry.age().toNanos());
        // What runs well for a while is not blamed for what happened last month.
        tracked.forgiven = entry.state().is("running") && entry.age().compareTo(SETTLED) >= 0 ? UNKNOWN : 0;
        tracked.listedAs(entry.state());
        return tracked;
    }

    /** First seen when something happened to it. */
    static Tracked heardOf(ContainerEvent event, long now) {
        ContainerState state = new ContainerState(
                event.container(),
                event.name(),
                event.service(),
                "running",
                Optional.empty(),
                0,
                List.of(),
                ContainerState.Details.UNKNOWN);
        return new Tracked(state, now);
    }

    /** First seen in an inspection. */
    static Tracked inspected(ContainerState state, long now) {
        Tracked tracked = new Tracked(state, now);
        tracked.inspect(state, now);
        return tracked;
    }

    ContainerState state() {
        return state;
    }

    /** Whether it must be inspected to know what became of it. */
    boolean doubtful() {
        return doubtful;
    }

    /** Whether a look has shown it as it is. */
    boolean confirmed() {
        return confirmed;
    }

    boolean old() {
        return old;
    }

    /** Whether it may have been started just before it was first seen, so that older events can still come. */
    boolean young(long now) {
        return !inspected && (!state.is("running") || now - runningSince < SETTLED.toNanos());
    }

    void doubt() {
        doubtful = true;
    }

    void setOld(boolean isOld) {
        outOfMemory = outOfMemory && isOld == old;
        old = isOld;
    }

    /** Restarts until now count no more. */
    void forgive() {
        forgiven = inspected ? state.restarts() : UNKNOWN;
        deaths = 0;
    }

    void list(ContainerList.Entry entry, long now) {
        ContainerState seen = entry.state();
        boolean ran = state.is("running") && seen.is("running");
        boolean startedAgain = ran
                && now - runningSince - entry.age().toNanos() > ROUNDING.toNanos()
                && entry.age().toMinutes() < 1;
        if (!seen.is("running") && !seen.status().equals(state.status()) || startedAgain) {
            doubtful = true;
        }
        if (startedAgain) {
            deaths++; // its event was missed
        }
        if (!ran || startedAgain) {
            runningSince = now - entry.age().toNanos();
        }
        // Of a container that does not run, a list shows no health.
        Optional<String> health = seen.is("running") ? seen.health() : state.health();
        state = state.with(seen.status(), health, seen.exitCode(), seen.ports());
        listedAs(seen);
    }

    private void listedAs(ContainerState seen) {
        confirmed = true;
        healthKnown = seen.is("running");
        boolean ended = seen.is("restarting") || seen.is("exited") || seen.is("dead");
        if (!inspected && (ended || seen.hasHealth("unhealthy") || seen.is("paused"))) {
            doubtful = true;
        }
    }

    void inspect(ContainerState seen, long now) {
        boolean otherRun = inspected
                ? !seen.details().startedAt().equals(state.details().startedAt())
                : deaths > 0 && seen.is("running");
        if (otherRun) {
            runningSince = now;
            // Its restart policy has counted up when it dies; Compose starts it from 0: then it is Compose's now.
            setOld(old && seen.restarts() > 0 && seen.restarts() >= state.restarts());
        }
        outOfMemory = outOfMemory || memoryAt.isAfter(seen.details().startedAt());
        forgiven = forgiven == UNKNOWN ? Math.max(0, seen.restarts() - deaths) : Math.min(forgiven, seen.restarts());
        state = seen;
        doubtful = false;
        confirmed = true;
        inspected = true;
        healthKnown = true;
    }

    /**
     * @param repeated whether it may be older than what was seen already
     */
    void hear(ContainerEvent event, boolean repeated, long now) {
        if (inspected && event.time().isBefore(state.details().startedAt())) {
            return; // about an earlier run
        }
        switch (event.action()) {
            case "start" -> started(now);
            case "die" -> died(event);
            case "oom" -> {
                memoryAt = event.time();
                outOfMemory = outOfMemory || inspected || !repeated;
                doubtful = true;
            }
            case "pause" -> state = state.with("paused", state.health(), 0, state.ports());
            case "unpause" -> state = state.with("running", state.health(), 0, state.ports());
            default ->
                healthChanged(
                        event.action()
                                .substring(event.action().indexOf(':') + 1)
                                .strip(),
                        repeated);
        }
    }

    private void started(long now) {
        if (state.is("running")) {
            return; // seen already
        }
        doubtful = doubtful || old; // by its restart policy, or is it Compose's now?
        runningSince = now;
        confirmed = false; // its ports are known when it runs
        state = state.with("running", state.health().map(any -> "starting"), 0, state.ports());
    }

    private void died(ContainerEvent event) {
        deaths++;
        doubtful = true;
        state = state.with("exited", state.health(), event.exitCode(), state.ports());
    }

    private void healthChanged(String health, boolean repeated) {
        state = state.withHealth(health);
        healthKnown = true;
        confirmed = confirmed && !repeated;
        doubtful = doubtful || health.equals("unhealthy");
    }

    Observed observed(long now) {
        boolean ended = state.details().outOfMemory() && !state.is("running");
        return new Observed(
                state,
                Duration.ofNanos(now - runningSince),
                forgiven == UNKNOWN ? 0 : state.restarts() - forgiven,
                outOfMemory || ended,
                !doubtful,
                healthKnown,
                Map.of());
    }
}
