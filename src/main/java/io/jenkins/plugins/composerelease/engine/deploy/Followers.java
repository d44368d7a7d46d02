package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds services that cannot stay as they are when another one gets new containers. Pure. */
final class Followers {
    private final StackConfig config;
    private final Rollout rollout;

    Followers(StackConfig config, Rollout rollout) {
        this.config = config;
        this.rollout = rollout;
    }

    /**
     * Why a service needs new containers too, in words; empty when it can stay.
     *
     * @param others services that get new containers in the place of old ones
     */
    Optional<String> why(String service, Collection<String> others) {
        StackConfig.Service own = config.services().get(service);
        if (own == null) {
            return Optional.empty();
        }
        JsonNode node = Json.tree(own.fingerprintInput(), "the configuration of a service");
        return others.stream()
                .filter(other -> !other.equals(service))
                .flatMap(other -> why(service, node, own, other).stream())
                .findFirst();
    }

    private Optional<String> why(String service, JsonNode node, StackConfig.Service own, String other) {
        for (String key : List.of("network_mode", "pid", "ipc")) {
            if (node.path(key).asText().equals("service:" + other)) {
                return Optional.of("follows '" + other + "', whose " + key.replace("_mode", "") + " it uses");
            }
        }
        for (JsonNode from : node.path("volumes_from")) {
            if (from.asText().split(":")[0].equals(other)) {
                return Optional.of("follows '" + other + "', whose volumes it uses");
            }
        }
        JsonNode dependency = node.path("depends_on").path(other);
        if (dependency.path("restart").asBoolean()) {
            return Optional.of("follows '" + other + "', as its depends_on says restart");
        }
        boolean depends = own.dependsOn().contains(other);
        return depends && !own.publishedPorts().isEmpty() && !reloads(service)
                ? Optional.of("follows '" + other + "', whose address it may keep (a reload hook would spare it)")
                : Optional.empty();
    }

    private boolean reloads(String service) {
        Rollout.Hook hook = rollout.hooks().get(service);
        return hook != null && !hook.reload().isEmpty();
    }
}
