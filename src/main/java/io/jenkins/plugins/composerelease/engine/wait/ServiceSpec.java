package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Condition;
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
 * @param dependencies the services that it waits for
 * @param declared what else the compose files say of it
 */
public record ServiceSpec(
        String name, int replicas, Optional<Condition> condition, List<Dependency> dependencies, Declared declared) {
    public ServiceSpec {
        Names.name("service", name);
        dependencies = List.copyOf(dependencies);
    }

    /** A service of which nothing else is known. */
    public ServiceSpec(String name, int replicas, Optional<Condition> condition, List<String> dependsOn) {
        this(
                name,
                replicas,
                condition,
                dependsOn.stream()
                        .map(service -> new Dependency(service, Dependency.Until.STARTED))
                        .toList(),
                Declared.NOTHING);
    }

    /** Names of the services that it waits for. */
    public List<String> dependsOn() {
        return dependencies.stream().map(Dependency::service).toList();
    }

    /** The condition that holds for a container of this service. */
    public Condition conditionFor(ContainerState container) {
        boolean checked = container.health().isPresent() || declared.healthCheck() == Declared.HealthCheck.FILES;
        return condition.orElseGet(() -> checked ? new Condition.Healthy() : new Condition.Running(Condition.STABLE));
    }

    ServiceSpec with(Condition other) {
        return new ServiceSpec(name, replicas, Optional.of(other), dependencies, declared);
    }

    ServiceSpec withReplicas(int count) {
        return new ServiceSpec(name, count, condition, dependencies, declared);
    }

    /**
     * A service that another one waits for.
     *
     * @param until what Compose waits for before it starts the other one
     */
    public record Dependency(String service, Until until) {
        /** What Compose waits for. */
        public enum Until {
            STARTED,
            HEALTHY,
            COMPLETED
        }
    }

    /**
     * @param image image that it runs, or empty where the files name none
     * @param healthCheck whether the files say that it has one
     * @param alwaysRestarts whether its policy starts it again after it ended well
     */
    public record Declared(String image, HealthCheck healthCheck, boolean alwaysRestarts) {
        static final Declared NOTHING = new Declared("", HealthCheck.IMAGE, false);

        /** Where a health check comes from. */
        public enum HealthCheck {
            FILES,
            DISABLED,
            /** The files do not say: the image may bring one. */
            IMAGE
        }
    }
}
