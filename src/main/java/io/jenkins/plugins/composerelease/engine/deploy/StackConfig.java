package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a release needs to know of the resolved compose files. Made from the output of {@code docker compose config},
 * whose secret values stay in {@link Service#fingerprintInput()} and {@link Service#shown()}: they go into a keyed hash, and
 * are looked for, and nothing else.
 *
 * @param services services by name, sorted
 * @param secrets names under top-level {@code secrets:}
 * @param configs contents that stand under top-level {@code configs:}
 * @param networks names of the networks that somebody else made
 * @param volumes names of the volumes that somebody else made
 */
public record StackConfig(
        Map<String, Service> services,
        List<String> secrets,
        List<ShownText> configs,
        List<String> networks,
        List<String> volumes) {

    /**
     * @param image image as the files have it, after interpolation
     * @param dependsOn services it depends on
     * @param mounts sources of its bind mounts, relative to the project directory where they are below it
     * @param usesSecrets names of the compose secrets it mounts
     * @param publishedPorts {@code address:port} each, empty address means all; {@code /udp} after one of UDP
     * @param reachable all ways into it from outside, in words: published ports, those that Docker chooses, the host's network
     * @param shown what others than the service see of it
     * @param fingerprintInput its whole resolved configuration
     */
    public record Service(
            Optional<ImageReference> image,
            List<String> dependsOn,
            List<String> mounts,
            List<String> usesSecrets,
            List<String> publishedPorts,
            List<String> reachable,
            List<ShownText> shown,
            String fingerprintInput) {}

    /**
     * @param json output of {@code docker compose config --format json}
     * @param directory the project directory it was resolved in; replaced by {@code .}, since it differs on the target
     */
    public static StackConfig parse(String json, String directory) {
        JsonNode root = Json.tree(json, "the output of 'docker compose config'");
        Map<String, Service> services = new TreeMap<>();
        root.path("services")
                .properties()
                .forEach(entry -> services.put(entry.getKey(), service(entry.getValue(), directory)));
        List<String> secrets = new ArrayList<>();
        root.path("secrets").fieldNames().forEachRemaining(secrets::add);
        return new StackConfig(
                Collections.unmodifiableMap(services),
                List.copyOf(secrets),
                ShownText.ofConfigs(root.path("configs")),
                external(root.path("networks")),
                external(root.path("volumes")));
    }

    private static List<String> external(JsonNode all) {
        List<String> names = new ArrayList<>();
        all.properties().forEach(entry -> {
            JsonNode external = entry.getValue().path("external");
            if (external.asBoolean() || external.isObject()) { // an object in docker-compose 1.29's older formats
                names.add(entry.getValue()
                        .path("name")
                        .asText(external.path("name").asText(entry.getKey())));
            }
        });
        return List.copyOf(names);
    }

    private static Service service(JsonNode node, String directory) {
        List<String> mounts = new ArrayList<>();
        for (JsonNode volume : node.path("volumes")) {
            if (volume.isTextual() && volume.asText().matches("/[^:]*:.*")) { // docker-compose 1.29
                mounts.add(relative(volume.asText().substring(0, volume.asText().indexOf(':')), directory));
            } else if (volume.path("type").asText().equals("bind")) {
                mounts.add(relative(volume.path("source").asText(), directory));
            }
        }
        List<String> secrets = new ArrayList<>();
        node.path("secrets").forEach(secret -> secrets.add(secret.path("source").asText()));
        List<String> ports = new ArrayList<>();
        node.path("ports").forEach(port -> published(port).ifPresent(ports::add));
        List<String> reachable = new ArrayList<>(ports);
        node.path("ports").forEach(port -> {
            if (published(port).isEmpty()) {
                reachable.add("a free port for "
                        + (port.isTextual()
                                ? port.asText()
                                : port.path("target").asText()));
            }
        });
        if (node.path("network_mode").asText().equals("host")) {
            reachable.add("the host's network");
        }
        List<String> dependsOn = new ArrayList<>();
        node.path("depends_on").fieldNames().forEachRemaining(dependsOn::add);
        return new Service(
                Optional.of(node.path("image").asText(""))
                        .filter(image -> !image.isEmpty())
                        .map(ImageReference::parse),
                List.copyOf(dependsOn),
                List.copyOf(mounts),
                List.copyOf(secrets),
                List.copyOf(ports),
                List.copyOf(reachable),
                ShownText.of(node),
                fingerprintInput(node, directory));
    }

    /** Where a port is published; empty where Docker chooses. */
    private static Optional<String> published(JsonNode port) {
        String end = port.path("protocol").asText("tcp").equals("udp")
                        || port.asText().endsWith("/udp")
                ? "/udp"
                : "";
        if (port.hasNonNull("published")) {
            String host = port.path("published").asText();
            return Optional.of(port.path("host_ip").asText("") + ":" + host + end)
                    .filter(text -> !host.isEmpty() && !host.equals("0"));
        }
        if (port.asText().contains(":")) { // docker-compose 1.29: 127.0.0.1:8080:80/tcp
            String host = port.asText().substring(0, port.asText().lastIndexOf(':'));
            return Optional.of((host.contains(":") ? host : ":" + host) + end);
        }
        return Optional.empty();
    }

    /** Without what depends on where the workspace is, and without how the image is built: its digest says that. */
    private static String fingerprintInput(JsonNode node, String directory) {
        ObjectNode copy = node.deepCopy();
        copy.remove("build");
        return copy.toString().replace(directory + "/", "./").replace("\"" + directory + "\"", "\".\"");
    }

    private static String relative(String source, String directory) {
        return source.startsWith(directory + "/") ? source.substring(directory.length() + 1) : source;
    }
}
