package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A text of the resolved compose files that others than the service can see.
 *
 * @param place where it stands
 * @param name what it is called there: a variable, a label, a key of the compose file
 * @param text what it says, each dollar sign once
 */
record ShownText(Place place, String name, String text) {
    /** What stands elsewhere, is a path, a name of something, or says how the image is built. */
    private static final Set<String> NOT_TEXT = Set.of(
            "environment",
            "labels",
            "command",
            "entrypoint",
            "healthcheck",
            "build",
            "image",
            "volumes",
            "ports",
            "networks",
            "secrets",
            "configs",
            "depends_on",
            "env_file");

    /** Where a text stands, and who sees it there. */
    enum Place {
        VARIABLE("environment variable", "'docker inspect' on the host shows it"),
        LABEL("label", "'docker inspect' on the host shows it"),
        COMMAND("", "the host's list of processes and 'docker inspect' show it"),
        BUILD("build", "'docker history' shows it to everybody who may pull the image"),
        OTHER("", "'docker inspect' or a file on the host shows it");

        private final String word;
        final String shownBy;

        Place(String word, String shownBy) {
            this.word = word;
            this.shownBy = shownBy;
        }
    }

    /** In words, such as {@code environment variable DB_PASSWORD}. */
    String where() {
        return place.word.isEmpty() ? "'" + name + "'" : place.word + " " + name;
    }

    /** All of a service's. */
    static List<ShownText> of(JsonNode service) {
        List<ShownText> all = new ArrayList<>();
        pairs(service.path("environment"), Place.VARIABLE, "", all);
        pairs(service.path("labels"), Place.LABEL, "", all);
        for (String key : List.of("command", "entrypoint")) {
            texts(service.path(key), Place.COMMAND, key, all);
        }
        texts(service.path("healthcheck").path("test"), Place.COMMAND, "healthcheck", all);
        pairs(service.path("build").path("args"), Place.BUILD, "argument ", all);
        pairs(service.path("build").path("labels"), Place.BUILD, "label ", all);
        service.properties().forEach(entry -> {
            if (!NOT_TEXT.contains(entry.getKey())) {
                texts(entry.getValue(), Place.OTHER, entry.getKey(), all);
            }
        });
        return List.copyOf(all);
    }

    /** The contents that the compose files give configs in place. */
    static List<ShownText> ofConfigs(JsonNode configs) {
        List<ShownText> all = new ArrayList<>();
        configs.properties()
                .forEach(entry ->
                        texts(entry.getValue().path("content"), Place.OTHER, "configs." + entry.getKey(), all));
        return List.copyOf(all);
    }

    /** A mapping, or a list of {@code NAME=value}. */
    private static void pairs(JsonNode node, Place place, String prefix, List<ShownText> all) {
        if (node.isArray()) {
            for (JsonNode item : node) {
                String[] pair = item.asText().split("=", 2);
                all.add(new ShownText(place, prefix + pair[0], single(pair.length > 1 ? pair[1] : "")));
            }
        }
        node.properties().forEach(entry -> texts(entry.getValue(), place, prefix + entry.getKey(), all));
    }

    private static void texts(JsonNode node, Place place, String name, List<ShownText> all) {
        if (node.isContainerNode()) {
            node.forEach(child -> texts(child, place, name, all));
        } else if (!node.isNull() && !node.isMissingNode() && !node.asText().isEmpty()) {
            all.add(new ShownText(place, name, single(node.asText())));
        }
    }

    /** Compose doubles dollar signs in what it prints. */
    private static String single(String text) {
        return text.replace("$$", "$");
    }
}
