package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The generated compose file of a release: images by digest, secret files on tmpfs. JSON, which is YAML too. */
final class ReleaseOverride {
    /** What begins with it is ours. */
    static final String LABELS = "io.jenkins.compose-release.";
    /**
     * What a container was made for, see {@link Fingerprints#ofContainers}. Compose's own label of that kind differs from
     * one version of Compose to another, which must not make anything anew.
     */
    static final String CONFIG_LABEL = LABELS + "config";
    /** They change with the content of mounted files and secrets: Compose's own hash leaves both out. */
    private static final String FILES_LABEL = LABELS + "files";

    private static final String SECRETS_LABEL = LABELS + "secrets";

    private ReleaseOverride() {}

    /**
     * @param labels of each service, see {@link #labels}
     */
    static String of(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, Map<String, String>> labels,
            Map<String, String> secretPaths) {
        Map<String, Object> services = new TreeMap<>();
        images.forEach((name, image) -> {
            Map<String, Object> service = new TreeMap<>(Map.of("image", image.toString()));
            if (!labels.getOrDefault(name, Map.of()).isEmpty()) {
                service.put("labels", labels.get(name));
            }
            if (!image.repository().equals(RunningStack.UNNAMED)) {
                services.put(name, service);
            }
        });
        Map<String, Object> root = new TreeMap<>(Map.of("services", services));
        Map<String, Object> secrets = new TreeMap<>();
        secretPaths.forEach((name, path) -> {
            if (config.secrets().contains(name)) {
                secrets.put(name, Map.of("file", path));
            }
        });
        if (!secrets.isEmpty()) {
            root.put("secrets", secrets);
        }
        return Json.pretty(root);
    }

    /**
     * What new containers of each service tell of themselves.
     *
     * @param prints what they are made for, see {@link Fingerprints#ofContainers}
     * @param files path and hash of the transferred files
     */
    static Map<String, Map<String, String>> labels(
            StackConfig config,
            Map<String, String> prints,
            Map<String, String> files,
            Map<String, Rollout.Hook> hooks,
            Map<String, String> secretPaths) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        config.services().forEach((name, service) -> {
            Map<String, String> labels = new TreeMap<>();
            boolean reloads = Fingerprints.reloads(service, files, hooks.get(name));
            String mounted = Fingerprints.mounted(service, reloads ? Map.of() : files);
            if (!mounted.isEmpty()) {
                labels.put(FILES_LABEL, new KeyedHash("files").of(mounted));
            }
            String used = secrets(service.usesSecrets(), secretPaths);
            if (!used.isEmpty()) {
                labels.put(SECRETS_LABEL, used);
            }
            labels.put(CONFIG_LABEL, prints.get(name));
            all.put(name, labels);
        });
        return all;
    }

    /** Those of a container's labels that a release gave it. */
    static Map<String, String> ours(Map<String, String> labels) {
        Map<String, String> ours = new TreeMap<>(labels);
        ours.keySet().removeIf(label -> !label.startsWith(LABELS));
        return ours;
    }

    /** The secrets of these names, each with the keyed hash of its content, which its file's name ends with. */
    private static String secrets(List<String> names, Map<String, String> paths) {
        return names.stream()
                .filter(paths::containsKey)
                .sorted()
                .map(name ->
                        name + "=" + paths.get(name).substring(paths.get(name).lastIndexOf('-') + 1))
                .collect(Collectors.joining(","));
    }

    /** The secret files that an override names. */
    static List<String> secretPaths(String override) {
        List<String> paths = new ArrayList<>();
        Json.tree(override.isBlank() ? "{}" : override, "the override of a release")
                .path("secrets")
                .forEach(secret -> paths.add(secret.path("file").asText()));
        return paths;
    }

    /** The same override with other paths for the secrets it names. */
    static String withSecrets(String override, Map<String, String> secretPaths) {
        JsonNode root = Json.tree(override, "the override of a release");
        root.path("secrets").properties().forEach(entry -> {
            if (secretPaths.containsKey(entry.getKey())) {
                ((ObjectNode) entry.getValue()).put("file", secretPaths.get(entry.getKey()));
            }
        });
        root.path("services").forEach(service -> {
            String label = service.path("labels").path(SECRETS_LABEL).asText("");
            if (!label.isEmpty()) {
                List<String> names = Stream.of(label.split(","))
                        .map(pair -> pair.split("=")[0])
                        .toList();
                ((ObjectNode) service.path("labels")).put(SECRETS_LABEL, secrets(names, secretPaths));
            }
        });
        return Json.pretty(root);
    }
}
