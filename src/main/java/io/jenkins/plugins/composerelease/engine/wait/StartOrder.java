package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared.HealthCheck;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency.Until;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** In what order services can start, and what the files alone show to be impossible. Pure. */
final class StartOrder {
    private final ServiceGraph graph;

    StartOrder(ServiceGraph graph) {
        this.graph = graph;
    }

    /**
     * @param service the service that others wait for
     * @param reason why that can never end, as it follows the service's name in a message
     */
    record Impossible(String service, String reason) {}

    /** The first service that can never become what another one, or the gate, waits for. */
    Optional<Impossible> impossible() {
        Optional<Impossible> dependency = graph.services().stream()
                .flatMap(spec -> spec.dependencies().stream().flatMap(other -> impossible(spec, other).stream()))
                .findFirst();
        return dependency.or(() -> graph.services().stream()
                .flatMap(spec -> spec.condition().stream()
                        .flatMap(condition -> never(spec, condition).stream())
                        .map(reason -> new Impossible(spec.name(), reason)))
                .findFirst());
    }

    private Optional<Impossible> impossible(ServiceSpec spec, Dependency dependency) {
        return graph.find(dependency.service())
                .flatMap(other -> never(other, dependency.until()))
                .map(reason -> new Impossible(
                        dependency.service(), reason + ", and service '" + spec.name() + "' waits for that"));
    }

    /** The services in layers: each waits only for services of layers before its own. */
    List<List<String>> layers() {
        Map<String, Integer> depths = new HashMap<>();
        graph.services().forEach(spec -> depth(spec, depths, new HashSet<>()));
        List<List<String>> layers = new ArrayList<>();
        for (ServiceSpec spec : graph.services()) {
            int depth = depths.get(spec.name());
            while (layers.size() <= depth) {
                layers.add(new ArrayList<>());
            }
            layers.get(depth).add(spec.name());
        }
        layers.removeIf(List::isEmpty);
        return layers;
    }

    /** The layers in one line, for example {@code db, cache → migrations → web}. */
    static String text(List<List<String>> layers) {
        return layers.stream().map(layer -> String.join(", ", layer)).collect(Collectors.joining(" \u2192 "));
    }

    private int depth(ServiceSpec spec, Map<String, Integer> depths, Set<String> above) {
        Integer known = depths.get(spec.name());
        if (known != null) {
            return known;
        }
        int depth = 0;
        above.add(spec.name());
        for (String name : spec.dependsOn()) {
            Optional<ServiceSpec> other = graph.find(name).filter(found -> !above.contains(found.name()));
            if (other.isPresent()) {
                depth = Math.max(depth, depth(other.get(), depths, above) + 1);
            }
        }
        above.remove(spec.name());
        depths.put(spec.name(), depth);
        return depth;
    }

    private static Optional<String> never(ServiceSpec spec, Until until) {
        if (until != Until.STARTED && spec.replicas() == 0) {
            return Optional.of("never runs, as it has no replicas");
        }
        return switch (until) {
            case HEALTHY -> never(spec, new Condition.Healthy());
            case COMPLETED -> never(spec, new Condition.Exited(0));
            default -> Optional.empty();
        };
    }

    private static Optional<String> never(ServiceSpec spec, Condition condition) {
        if (condition instanceof Condition.All all) {
            return all.conditions().stream()
                    .flatMap(part -> never(spec, part).stream())
                    .findFirst();
        }
        if (condition instanceof Condition.Healthy && spec.declared().healthCheck() == HealthCheck.DISABLED) {
            return Optional.of("can never become healthy, as its health check is disabled");
        }
        if (condition instanceof Condition.Exited && spec.declared().alwaysRestarts()) {
            return Optional.of("can never end, as its restart policy starts it again");
        }
        return Optional.empty();
    }
}
