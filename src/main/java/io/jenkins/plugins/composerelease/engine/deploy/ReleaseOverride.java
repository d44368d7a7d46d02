package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.Map;
import java.util.TreeMap;

/** The generated compose file of a release: images by digest, secret files on tmpfs. JSON, which is YAML too. */
final class ReleaseOverride {
    /** Changes with the content of mounted files, so that Compose recreates their service: it looks at paths only. */
    private static final String FILES_LABEL = "io.jenkins.compose-release.files";

    private ReleaseOverride() {}

    static String of(
            StackConfig config,
            Map<String, ImageReference> images,
            Map<String, String> files,
            Map<String, String> secretPaths) {
        Map<String, Object> services = new TreeMap<>();
        images.forEach((name, image) -> {
            Map<String, Object> service = new TreeMap<>(Map.of("image", image.toString()));
            String mounted = Fingerprints.mounted(config.services().get(name), files);
            if (!mounted.isEmpty()) {
                service.put("labels", Map.of(FILES_LABEL, new KeyedHash("files").of(mounted)));
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

    /** The same override with other paths for the secrets it names. */
    static String withSecrets(String override, Map<String, String> secretPaths) {
        JsonNode root = Json.tree(override, "the override of a release");
        root.path("secrets").properties().forEach(entry -> {
            if (secretPaths.containsKey(entry.getKey())) {
                ((ObjectNode) entry.getValue()).put("file", secretPaths.get(entry.getKey()));
            }
        });
        return Json.pretty(root);
    }
}
