package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The services that a gate waits for, and which waits for which.
 *
 * @param services every service, in the order of the compose files
 */
public record ServiceGraph(List<ServiceSpec> services) {
    public ServiceGraph {
        services = List.copyOf(services);
    }

    /** The service of that name. */
    public Optional<ServiceSpec> find(String name) {
        return services.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /** Only the services of these names. */
    public ServiceGraph only(Collection<String> names) {
        return new ServiceGraph(
                services.stream().filter(spec -> names.contains(spec.name())).toList());
    }

    /**
     * The same with conditions of its services.
     *
     * @throws InvalidInputException if one is for a service that is not here
     */
    public ServiceGraph with(Map<String, Condition> conditions) {
        requireKnown(conditions.keySet());
        return withKnown(conditions);
    }

    /**
     * Requires that these services, which {@code wait} names, are here.
     *
     * @throws InvalidInputException if one is not
     */
    public void requireKnown(Collection<String> names) {
        names.stream().filter(name -> find(name).isEmpty()).findFirst().ifPresent(unknown -> {
            throw new InvalidInputException(
                    "wait names service '" + unknown + "', expected one that starts: "
                            + services.stream().map(ServiceSpec::name).collect(Collectors.joining(", ")) + ".",
                    "Correct its name, or activate its profile.");
        });
    }

    /** The same, conditions of services that are not here left out. */
    public ServiceGraph withKnown(Map<String, Condition> conditions) {
        return new ServiceGraph(services.stream()
                .map(spec -> conditions.containsKey(spec.name()) ? spec.with(conditions.get(spec.name())) : spec)
                .toList());
    }

    /** The same with another number of containers of one service. */
    public ServiceGraph withReplicas(String service, int count) {
        return new ServiceGraph(services.stream()
                .map(spec -> spec.name().equals(service) ? spec.withReplicas(count) : spec)
                .toList());
    }

    /** The services that wait for this one, directly or through others, in the order of the files. */
    public List<String> blockedBy(String service) {
        Set<String> blocked = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(service));
        while (!open.isEmpty()) {
            String cause = open.remove();
            services.stream()
                    .filter(spec -> spec.dependsOn().contains(cause))
                    .map(ServiceSpec::name)
                    .filter(blocked::add)
                    .forEach(open::add);
        }
        return services.stream()
                .map(ServiceSpec::name)
                .filter(blocked::contains)
                .toList();
    }

    /** Of several services that are not ready, the first that waits for none of the others. */
    public String cause(Collection<String> notReady) {
        return services.stream()
                .map(ServiceSpec::name)
                .filter(notReady::contains)
                .filter(name -> notReady.stream()
                        .noneMatch(
                                other -> !other.equals(name) && blockedBy(other).contains(name)))
                .findFirst()
                .orElseGet(() -> notReady.iterator().next());
    }
}
