package io.jenkins.plugins.composerelease.engine.wait;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The containers of a project as inspections and events tell them. Times are nanoseconds of one monotonic clock. */
final class Fleet {
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final Map<String, Tracked> containers = new LinkedHashMap<>();
    private boolean onlyNew;

    /**
     * Takes a complete picture; containers that are not in it are gone.
     *
     * @param ages how long each running container has been running, by id
     */
    void replace(Collection<ContainerState> states, Map<String, Duration> ages, long now) {
        containers.keySet().retainAll(states.stream().map(ContainerState::id).toList());
        states.forEach(state -> put(state, ages.getOrDefault(state.id(), Duration.ZERO), now));
    }

    /** Takes a new look at some containers; those that were asked for and are not in it are gone. */
    void update(Set<String> asked, Collection<ContainerState> states, long now) {
        containers
                .keySet()
                .removeIf(id -> asked.contains(id)
                        && states.stream().noneMatch(state -> state.id().equals(id)));
        states.forEach(state -> put(state, Duration.ZERO, now));
    }

    /**
     * While Compose works, containers that were there before it began count for nothing: it may be about to replace
     * them.
     */
    void countOnlyNew(boolean only) {
        onlyNew = only;
        containers.values().forEach(tracked -> tracked.old = only);
    }

    /** Restarts until now count against no container. */
    void forgiveRestarts() {
        containers.values().forEach(tracked -> tracked.earlierRestarts = tracked.state.restarts());
    }

    /** Takes an event; true when the container has to be inspected to know what it means. */
    boolean apply(ContainerEvent event) {
        Tracked tracked = containers.get(event.container());
        if (event.action().equals("destroy")) {
            containers.remove(event.container());
            return false;
        }
        if (tracked == null) {
            return true;
        }
        if (event.action().equals("oom")) {
            tracked.outOfMemory = true;
            return false;
        }
        if (event.action().startsWith("health_status: ")) {
            // Older ones are about an earlier run and come when the stream repeats what led to the first inspection.
            if (!event.time().isBefore(tracked.state.startedAt())) {
                tracked.state = tracked.state.withHealth(event.action().substring("health_status: ".length()));
            }
            return false;
        }
        return true;
    }

    /** The containers of a service that count. */
    List<Observed> of(String service, long now) {
        return containers.values().stream()
                .filter(tracked -> tracked.state.service().equals(service) && !(onlyNew && tracked.old))
                .map(tracked -> tracked.observed(now))
                .toList();
    }

    /** The services that have containers. */
    Set<String> services() {
        return containers.values().stream()
                .map(tracked -> tracked.state.service())
                .collect(Collectors.toSet());
    }

    /** Every container of the project. */
    List<ContainerState> states() {
        return containers.values().stream().map(tracked -> tracked.state).toList();
    }

    private void put(ContainerState state, Duration age, long now) {
        Tracked tracked = containers.get(state.id());
        if (tracked == null) {
            containers.put(state.id(), new Tracked(state, age, now));
        } else {
            tracked.see(state, now);
        }
    }

    private static final class Tracked {
        private ContainerState state;
        private boolean old;
        private boolean outOfMemory;
        private long runningSince;
        private int earlierRestarts;

        Tracked(ContainerState state, Duration age, long now) {
            this.state = state;
            runningSince = now - age.toNanos();
            // What runs well for a while is not blamed for what happened last month.
            earlierRestarts = state.is("running") && age.compareTo(SETTLED) >= 0 ? state.restarts() : 0;
        }

        void see(ContainerState seen, long now) {
            if (!seen.startedAt().equals(state.startedAt())) {
                runningSince = now;
                outOfMemory = false;
                // Its restart policy has counted up when it dies; Compose starts it from 0: then it is Compose's now.
                old = old && seen.restarts() > 0 && seen.restarts() >= state.restarts();
            }
            earlierRestarts = Math.min(earlierRestarts, seen.restarts());
            state = seen;
        }

        Observed observed(long now) {
            boolean ended = state.outOfMemory() && !state.is("running");
            return new Observed(
                    state,
                    Duration.ofNanos(now - runningSince),
                    state.restarts() - earlierRestarts,
                    outOfMemory || ended);
        }
    }
}
