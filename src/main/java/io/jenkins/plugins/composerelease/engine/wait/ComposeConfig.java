package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared.HealthCheck;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency.Until;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what the gate needs from the output of {@code docker compose config}, and keeps nothing else of it. */
public final class ComposeConfig {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComposeConfig() {}

    /** The services of a resolved configuration in JSON. */
    public static ServiceGraph services(String config) {
        JsonNode services = parse(config).path("services");
        Map<String, Condition> wanted = new HashMap<>();
        for (JsonNode service : services) {
            service.path("depends_on").properties().forEach(dependency -> {
                Until until = until(dependency.getValue());
                if (until != Until.STARTED) {
                    wanted.merge(
                            dependency.getKey(),
                            until == Until.HEALTHY ? new Condition.Healthy() : new Condition.Exited(0),
                            // It can be healthy for one service and then end for another: the end comes last.
                            (one, other) -> one instanceof Condition.Exited ? one : other);
                }
            });
        }
        List<ServiceSpec> specs = new ArrayList<>();
        services.properties()
                .forEach(service -> specs.add(
                        spec(service.getKey(), service.getValue(), Optional.ofNullable(wanted.get(service.getKey())))));
        return new ServiceGraph(specs);
    }

    /** The services that have a {@code build:} section. */
    public static List<String> built(String config) {
        return parse(config).path("services").properties().stream()
                .filter(service -> service.getValue().has("build"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Of the configuration of all services that of those that start: the named ones, whose profiles that activates, with
     * what they depend on, or all whose profile is active.
     *
     * @throws InvalidInputException if one is not there, or its profile is not active
     */
    public static String starting(String config, List<String> named, List<String> profiles) {
        JsonNode root = parse(config);
        keepStarting(root.withObject("/services"), named, profiles);
        return root.toString();
    }

    /** The same with the services alone, which are changed. */
    static void keepStarting(ObjectNode services, List<String> named, List<String> profiles) {
        Set<String> active = new HashSet<>(profiles);
        named.forEach(name -> services.path(name).path("profiles").forEach(profile -> active.add(profile.asText())));
        Deque<String> open = new ArrayDeque<>(named);
        if (named.isEmpty()) {
            services.properties().stream()
                    .filter(service -> isActive(service.getValue(), active))
                    .forEach(service -> open.add(service.getKey()));
        }
        Set<String> found = new HashSet<>();
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!isActive(services.path(name), active)) {
                throw new InvalidInputException(
                        "no such service: " + name + ".", "Correct 'services', or activate the profile that has it.");
            }
            if (found.add(name)) {
                services.path(name).path("depends_on").properties().stream()
                        .filter(other -> other.getValue().path("required").asBoolean(true)
                                || isActive(services.path(other.getKey()), active))
                        .forEach(other -> open.add(other.getKey()));
            }
        }
        services.retain(found);
        for (JsonNode service : services) {
            if (service.path("depends_on") instanceof ObjectNode others) {
                others.retain(found); // the rest is not required, and does not start
            }
        }
    }

    private static boolean isActive(JsonNode service, Set<String> profiles) {
        JsonNode own = service.path("profiles");
        boolean active = own.isEmpty() || profiles.contains("*");
        for (JsonNode profile : own) {
            active |= profiles.contains(profile.asText());
        }
        return active && !service.isMissingNode();
    }

    private static ServiceSpec spec(String name, JsonNode service, Optional<Condition> condition) {
        int replicas = service.path("scale")
                .asInt(service.path("deploy").path("replicas").asInt(1));
        List<Dependency> dependencies = new ArrayList<>();
        service.path("depends_on")
                .properties()
                .forEach(entry -> dependencies.add(new Dependency(entry.getKey(), until(entry.getValue()))));
        return new ServiceSpec(name, replicas, condition, dependencies, declared(service));
    }

    private static Until until(JsonNode dependency) {
        return switch (dependency.path("condition").asText()) {
            case "service_healthy" -> Until.HEALTHY;
            case "service_completed_successfully" -> Until.COMPLETED;
            default -> Until.STARTED;
        };
    }

    private static Declared declared(JsonNode service) {
        JsonNode check = service.path("healthcheck");
        boolean none = check.path("disable").asBoolean()
                || "NONE".equals(check.path("test").path(0).asText());
        HealthCheck healthCheck =
                none ? HealthCheck.DISABLED : check.has("test") ? HealthCheck.FILES : HealthCheck.IMAGE;
        String restart = service.path("restart").asText();
        return new Declared(
                service.path("image").asText(),
                healthCheck,
                restart.equals("always") || restart.equals("unless-stopped"));
    }

    /** The text that Compose printed, as a tree; it holds the values of interpolated secrets. */
    public static JsonNode parse(String config) {
        try {
            return JSON.readTree(config);
        } catch (JsonProcessingException e) {
            // Neither its message nor the exception as cause: both may quote the text, and that holds secrets.
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "'docker compose config --format json' printed something that is not JSON, at line "
                            + e.getLocation().getLineNr() + ".",
                    "Check that Compose is version 2: docker compose version.");
        }
    }
}
