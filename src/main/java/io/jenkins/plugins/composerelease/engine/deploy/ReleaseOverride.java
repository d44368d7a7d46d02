package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The generated compose file of a release: images by digest, secret files on tmpfs. JSON, which is YAML too. */
final class ReleaseOverride {
    /** They change with the content of mounted files and secrets: Compose's own hash leaves both out. */
    private static final String FILES_LABEL = "io.jenkins.compose-release.files";

    private static final String SECRETS_LABEL = "io.jenkins.compose-release.secrets";

    private ReleaseOverride() {}

    static String of(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, String> files,
            Map<String, String> secretPaths) {
        Map<String, Object> services = new TreeMap<>();
        images.forEach((name, image) -> {
            Map<String, Object> service = new TreeMap<>(Map.of("image", image.toString()));
            Map<String, String> labels = labels(config.services().get(name), files, secretPaths);
            if (!labels.isEmpty()) {
                service.put("labels", labels);
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

    private static Map<String, String> labels(
            StackConfig.Service service, Map<String, String> files, Map<String, String> secretPaths) {
        Map<String, String> labels = new TreeMap<>();
        String mounted = Fingerprints.mounted(service, files);
        if (!mounted.isEmpty()) {
            labels.put(FILES_LABEL, new KeyedHash("files").of(mounted));
        }
        String used = secrets(service.usesSecrets(), secretPaths);
        if (!used.isEmpty()) {
            labels.put(SECRETS_LABEL, used);
        }
        return labels;
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
