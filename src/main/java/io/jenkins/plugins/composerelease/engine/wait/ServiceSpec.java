package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.List;
import java.util.Optional;

/**
 * What the gate waits for at one compose service.
 *
 * @param name compose service
 * @param replicas how many of its containers must be ready, 0 or more
 * @param condition when a container is ready; empty for what the container itself declares: healthy where it has a
 *     health check (the image may bring one), else running
 * @param dependsOn the services that it waits for
 */
public record ServiceSpec(String name, int replicas, Optional<Condition> condition, List<String> dependsOn) {
    public ServiceSpec {
        Names.name("service", name);
        dependsOn = List.copyOf(dependsOn);
    }

    /** The condition that holds for a container of this service. */
    public Condition conditionFor(ContainerState container) {
        return condition.orElseGet(() ->
                container.health().isPresent() ? new Condition.Healthy() : new Condition.Running(Condition.STABLE));
    }
}
