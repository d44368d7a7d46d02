package io.jenkins.plugins.composerelease.engine.wait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * The configuration itself, as the only file: it needs no env file, no variable and no directory any more.
     *
     * @param freePorts whether Docker is to choose every published port; addresses stay
     */
    public static String whole(String config, Map<String, String> labels, boolean freePorts) {
        JsonNode root = ComposeConfig.parse(config);
        for (String kind : KINDS) {
            for (JsonNode entry : root.path(kind)) {
                if (!labels.isEmpty() && entry instanceof ObjectNode object && !isExternal(entry)) {
                    label(object, labels);
                }
            }
        }
        if (freePorts) {
            root.path("services")
                    .forEach(service -> service.path("ports").forEach(port -> ((ObjectNode) port).remove("published")));
        }
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
