package io.jenkins.plugins.composerelease.engine.wait;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The containers of a project as lists, inspections and events tell them. Times are nanoseconds of one monotonic clock. */
final class Fleet {
    private final Map<String, Tracked> containers = new LinkedHashMap<>();
    private Set<String> ignored = Set.of();
    private boolean onlyNew;

    /** These count for nothing, whatever becomes of them. */
    void ignore(Set<String> ids) {
        ignored = Set.copyOf(ids);
    }

    /** Takes a complete picture; containers that are not in it are gone. */
    void replace(Collection<ContainerList.Entry> list, long now) {
        containers
                .keySet()
                .retainAll(list.stream().map(entry -> entry.state().id()).collect(Collectors.toSet()));
        for (ContainerList.Entry entry : list) {
            Tracked known = containers.get(entry.state().id());
            if (known == null) {
                containers.put(entry.state().id(), Tracked.listed(entry, now));
            } else {
                known.list(entry, now);
            }
        }
    }

    /** Takes a new look at some containers; those that were asked for and are not in it are gone. */
    void update(Set<String> asked, Collection<ContainerState> states, long now) {
        Set<String> seen = states.stream().map(ContainerState::id).collect(Collectors.toSet());
        containers.keySet().removeIf(id -> asked.contains(id) && !seen.contains(id));
        for (ContainerState state : states) {
            Tracked known = containers.get(state.id());
            if (known == null) {
                containers.put(state.id(), Tracked.inspected(state, now));
            } else {
                known.inspect(state, now);
            }
        }
    }

    /**
     * Takes an event.
     *
     * @param repeated whether it may be older than the last look
     */
    void apply(ContainerEvent event, boolean repeated, long now) {
        if (event.action().equals("destroy")) {
            containers.remove(event.container());
            return;
        }
        containers
                .computeIfAbsent(event.container(), id -> Tracked.heardOf(event, now))
                .hear(event, repeated, now);
    }

    /**
     * While Compose works, containers that were there before it began count for nothing: it may be about to replace
     * them.
     */
    void countOnlyNew(boolean only) {
        onlyNew = only;
        containers.values().forEach(tracked -> tracked.setOld(only));
    }

    /** Restarts until now count against no container. */
    void forgiveRestarts() {
        containers.values().forEach(Tracked::forgive);
    }

    /** Has those inspected next that may have been started just now: older events about them can still come. */
    void doubtYoung(long now) {
        containers.values().stream().filter(tracked -> tracked.young(now)).forEach(Tracked::doubt);
    }

    /** Whether a container is known to run. */
    boolean isRunning(String container) {
        Tracked tracked = containers.get(container);
        return tracked != null && tracked.state().is("running");
    }

    /** The containers that must be inspected to know what became of them. */
    Set<String> doubtful() {
        return ids(Tracked::doubtful);
    }

    /** Whether the last look or inspection has shown every container as it is. */
    boolean confirmed() {
        return unconfirmed().isEmpty();
    }

    /** The containers that no look and no inspection has shown as they are. */
    Set<String> unconfirmed() {
        return ids(tracked -> !tracked.confirmed());
    }

    /** The containers that count. */
    Map<String, List<Observed>> byService(long now) {
        return containers.values().stream()
                .filter(tracked -> !(onlyNew && tracked.old()))
                .filter(tracked -> !ignored.contains(tracked.state().id()))
                .collect(Collectors.groupingBy(
                        tracked -> tracked.state().service(),
                        Collectors.mapping(tracked -> tracked.observed(now), Collectors.toList())));
    }

    /** The services that have containers. */
    Set<String> services() {
        return containers.values().stream()
                .map(tracked -> tracked.state().service())
                .collect(Collectors.toSet());
    }

    /** Every container of the project. */
    List<ContainerState> states() {
        return containers.values().stream().map(Tracked::state).toList();
    }

    private Set<String> ids(Predicate<Tracked> which) {
        return containers.entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
