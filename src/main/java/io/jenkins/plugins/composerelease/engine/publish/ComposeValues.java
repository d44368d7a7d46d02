package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of a {@code build} section in the forms that versions of Compose print them in. */
final class ComposeValues {
    private ComposeValues() {}

    static BuildOptions options(JsonNode build) {
        Map<String, String> ulimits = new LinkedHashMap<>();
        build.path("ulimits").properties().forEach(limit -> {
            JsonNode value = limit.getValue();
            JsonNode single = value.isObject() ? value.path("single") : value;
            String soft = single.isMissingNode() ? value.path("soft").asText() : single.asText();
            String hard = single.isMissingNode() ? value.path("hard").asText() : single.asText();
            ulimits.put(limit.getKey(), soft + ":" + hard);
        });
        return new BuildOptions(
                ssh(build.path("ssh")),
                text(build.path("network")),
                hosts(build.path("extra_hosts")),
                text(build.path("shm_size")),
                ulimits,
                texts(build.path("cache_from")),
                texts(build.path("cache_to")),
                build.path("no_cache").asBoolean(),
                build.path("pull").asBoolean());
    }

    private static List<String> ssh(JsonNode ssh) {
        List<String> keys = new ArrayList<>();
        if (ssh.isArray()) {
            return texts(ssh);
        }
        ssh.properties()
                .forEach(key -> keys.add(text(key.getValue())
                        .map(path -> key.getKey() + "=" + path)
                        .orElse(key.getKey())));
        return keys;
    }

    private static List<String> hosts(JsonNode node) {
        if (!node.isObject()) {
            return texts(node);
        }
        List<String> hosts = new ArrayList<>();
        node.properties()
                .forEach(host -> (host.getValue().isArray() ? texts(host.getValue()) : List.of(plain(host.getValue())))
                        .forEach(address -> hosts.add(host.getKey() + "=" + address)));
        return hosts;
    }

    /** A mapping, or a list of pairs; what has no value is what the environment does not have either. */
    static Map<String, String> pairs(JsonNode node) {
        Map<String, String> pairs = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> text(entry.getValue(), true).ifPresent(value -> pairs.put(entry.getKey(), value)));
        if (node.isArray()) {
            for (String pair : texts(node)) {
                int end = pair.indexOf('=');
                if (end > 0) {
                    pairs.put(pair.substring(0, end), pair.substring(end + 1));
                }
            }
        }
        return pairs;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(plain(item)));
        return texts;
    }

    /** Compose prints what it would read again: each {@code $} twice. */
    private static String plain(JsonNode value) {
        return value.asText().replace("$$", "$");
    }

    /** A text or number; empty for none and for an empty one. */
    static Optional<String> text(JsonNode node) {
        return text(node, false);
    }

    private static Optional<String> text(JsonNode node, boolean empty) {
        return Optional.of(node)
                .filter(value -> value.isValueNode() && !value.isNull())
                .map(ComposeValues::plain)
                .filter(text -> empty || !text.isEmpty());
    }
}
