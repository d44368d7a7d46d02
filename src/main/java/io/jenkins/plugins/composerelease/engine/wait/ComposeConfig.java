package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Declared.HealthCheck;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec.Dependency.Until;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the gate needs from the output of {@code docker compose config}, and keeps nothing else of it. */
public final class ComposeConfig {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComposeConfig() {}

    /** The services of a resolved configuration in JSON. */
    public static ServiceGraph services(String config) {
        JsonNode services = parse(config).path("services");
        Set<String> oneShot = new LinkedHashSet<>();
        for (JsonNode service : services) {
            service.path("depends_on").properties().forEach(dependency -> {
                if ("service_completed_successfully"
                        .equals(dependency.getValue().path("condition").asText())) {
                    oneShot.add(dependency.getKey());
                }
            });
        }
        List<ServiceSpec> specs = new ArrayList<>();
        services.properties()
                .forEach(service ->
                        specs.add(spec(service.getKey(), service.getValue(), oneShot.contains(service.getKey()))));
        return new ServiceGraph(specs);
    }

    /** Whether any service has a {@code build:} section. */
    public static boolean builds(String config) {
        for (JsonNode service : parse(config).path("services")) {
            if (service.has("build")) {
                return true;
            }
        }
        return false;
    }

    private static ServiceSpec spec(String name, JsonNode service, boolean oneShot) {
        int replicas = service.path("scale")
                .asInt(service.path("deploy").path("replicas").asInt(1));
        List<Dependency> dependencies = new ArrayList<>();
        service.path("depends_on")
                .properties()
                .forEach(entry -> dependencies.add(new Dependency(entry.getKey(), until(entry.getValue()))));
        Optional<Condition> condition = oneShot ? Optional.of(new Condition.Exited(0)) : Optional.empty();
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

    static JsonNode parse(String config) {
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
