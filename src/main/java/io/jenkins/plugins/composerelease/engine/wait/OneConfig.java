package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.List;

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
        ComposeConfig.keepStarting(all, services, profiles);
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
