package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compose files made from a resolved configuration. JSON, which is YAML too. Pure: nothing is read or written here. */
public final class StackFile {
    private static final List<String> KINDS = List.of("services", "networks", "volumes");

    private StackFile() {}

    /** A file to put after the others that labels their services, networks and volumes. */
    public static String labels(String config, Map<String, String> labels) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        JsonNode root = ComposeConfig.parse(config);
        for (String kind : KINDS) {
            root.path(kind).properties().forEach(entry -> {
                if (!isExternal(entry.getValue())) {
                    label(file.withObject("/" + kind).putObject(entry.getKey()), labels);
                }
            });
        }
        return file.toString();
    }

    /**
     * The configuration itself, as the only file: it needs no env file, no variable and no directory any more, and
     * another project can be started from it too.
     *
     * @param freePorts whether Docker is to choose every published port; addresses stay
     */
    public static String whole(String config, Map<String, String> labels, boolean freePorts) {
        JsonNode root = ComposeConfig.parse(config);
        withoutDerivedNames(root);
        for (String kind : KINDS) {
            for (JsonNode entry : root.path(kind)) {
                if (!labels.isEmpty() && entry instanceof ObjectNode object && !isExternal(entry)) {
                    label(object, labels);
                }
            }
        }
        if (freePorts) {
            root.path("services").forEach(StackFile::freePorts);
        }
        return root.toString();
    }

    /**
     * The configuration with other images for some of its services, which are not built then.
     *
     * @param images images by service; services that there are not are left out
     */
    public static String withImages(String config, Map<String, String> images) {
        if (images.isEmpty()) {
            return config;
        }
        JsonNode root = ComposeConfig.parse(config);
        images.forEach((name, image) -> {
            if (root.path("services").path(name) instanceof ObjectNode service) {
                service.put("image", image).remove(List.of("build", "pull_policy"));
            }
        });
        return root.toString();
    }

    /** Services that only one stack can have at a time, whatever their ports are: they name their container. */
    public static List<String> withContainerName(String config) {
        List<String> names = new ArrayList<>();
        ComposeConfig.parse(config).path("services").properties().forEach(service -> {
            if (service.getValue().has("container_name")) {
                names.add(service.getKey());
            }
        });
        return names;
    }

    /** Resolved names say which project they were made for; Compose makes the same ones again. */
    private static void withoutDerivedNames(JsonNode root) {
        String project = root.path("name").asText();
        if (root instanceof ObjectNode object) {
            object.remove("name");
        }
        for (String kind : List.of("networks", "volumes")) {
            root.path(kind).properties().forEach(entry -> {
                String derived = project + "_" + entry.getKey();
                if (entry.getValue() instanceof ObjectNode object
                        && !isExternal(object)
                        && object.path("name").asText().equals(derived)) {
                    object.remove("name");
                }
            });
        }
    }

    private static void freePorts(JsonNode service) {
        if (service.path("ports") instanceof ArrayNode ports) {
            // docker-compose 1.29 refuses a list that has the same port twice.
            Set<JsonNode> free = new LinkedHashSet<>();
            for (JsonNode port : ports) {
                free.add(withoutHostPort(port));
            }
            ports.removeAll().addAll(free);
        }
    }

    private static JsonNode withoutHostPort(JsonNode port) {
        return port instanceof ObjectNode object
                ? object.without("published")
                : TextNode.valueOf(withoutHostPort(port.asText()));
    }

    /** Of {@code 127.0.0.1:8080:80/tcp}, as version 1.29 writes it, {@code 127.0.0.1::80/tcp}. */
    private static String withoutHostPort(String port) {
        int target = port.lastIndexOf(':') + 1;
        String host = port.substring(0, Math.max(0, target - 1));
        int address = host.lastIndexOf(':');
        return (address < 0 ? "" : host.substring(0, address) + "::") + port.substring(target);
    }

    private static void label(ObjectNode entry, Map<String, String> labels) {
        ObjectNode all = entry.withObject("/labels");
        // Compose interpolates the file again.
        labels.forEach((name, value) -> all.put(name, value.replace("$", "$$")));
    }

    private static boolean isExternal(JsonNode entry) {
        JsonNode external = entry.path("external");
        return external.isObject() || external.asBoolean(false);
    }
}
