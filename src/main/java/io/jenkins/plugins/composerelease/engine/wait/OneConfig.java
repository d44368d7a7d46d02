package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What {@code docker-compose config} of version 1.29 prints, as much like the JSON of Compose v2 as version 1.29 itself can
 * still read: ports stay short strings, mounts too.
 */
final class OneConfig {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private OneConfig() {}

    /**
     * @param yaml what it printed: all services, whatever their profiles
     * @param services those to keep, with what they depend on; all with an active profile when empty
     * @param profiles active profiles; {@code *} for all
     */
    static String json(String yaml, List<String> services, List<String> profiles) {
        ObjectNode root = parse(yaml);
        ObjectNode all = root.withObject("/services");
        all.retain(services.isEmpty() ? active(all, profiles) : closure(all, services));
        boolean usesDefault = false;
        for (JsonNode node : all) {
            ObjectNode service = (ObjectNode) node;
            ports(service);
            if (service.path("healthcheck").path("test").isTextual()) {
                ObjectNode check = service.withObject("/healthcheck");
                String test = check.path("test").asText();
                check.putArray("test").add("CMD-SHELL").add(test);
            }
            usesDefault |= !service.has("networks") && !service.has("network_mode");
        }
        if (usesDefault && !root.path("networks").has("default")) {
            root.withObject("/networks").putObject("default");
        }
        return root.toString();
    }

    private static ObjectNode parse(String yaml) {
        try {
            if (YAML.readTree(yaml) instanceof ObjectNode root) {
                return root;
            }
        } catch (JsonProcessingException e) {
            // Neither its message nor the exception as cause: both may quote the text, and that holds secrets.
        }
        throw new ReleaseException(
                ExitCode.FAILED,
                "'docker-compose config' printed something that is not a compose file.",
                "Check that it is version 1.29: docker-compose version.");
    }

    private static Set<String> active(ObjectNode services, List<String> profiles) {
        Set<String> active = new LinkedHashSet<>();
        services.properties().forEach(service -> {
            JsonNode own = service.getValue().path("profiles");
            boolean enabled = own.isEmpty() || profiles.contains("*");
            for (JsonNode profile : own) {
                enabled |= profiles.contains(profile.asText());
            }
            if (enabled) {
                active.add(service.getKey());
            }
        });
        return active;
    }

    private static Set<String> closure(ObjectNode services, Collection<String> named) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(named);
        while (!open.isEmpty()) {
            String name = open.remove();
            if (!services.has(name)) {
                throw new InvalidInputException("no such service: " + name + ".", "Correct 'services'.");
            }
            if (found.add(name)) {
                services.path(name).path("depends_on").fieldNames().forEachRemaining(open::add);
            }
        }
        return found;
    }

    /** Its own long form of a range of host ports is one that it refuses to read. */
    private static void ports(ObjectNode service) {
        if (!service.has("ports")) {
            return;
        }
        JsonNode old = service.path("ports");
        ArrayNode ports = service.putArray("ports");
        for (JsonNode port : old) {
            ports.add(port.isObject() ? shortForm(port) : port.asText());
        }
    }

    private static String shortForm(JsonNode port) {
        String published = port.path("published").asText("");
        String protocol = port.path("protocol").asText("tcp");
        return (published.isEmpty() ? "" : published + ":")
                + port.path("target").asText() + "/" + protocol;
    }
}
