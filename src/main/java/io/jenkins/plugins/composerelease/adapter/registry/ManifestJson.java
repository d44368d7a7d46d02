package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is taken from manifests, indexes and image configurations. */
final class ManifestJson {
    private ManifestJson() {}

    /** The images of an index; build attestations stand there too, for a platform called unknown. */
    static List<Entry> images(JsonNode index) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode manifest : index.path("manifests")) {
            JsonNode platform = manifest.path("platform");
            if (!platform.path("os").asText().equals("unknown")
                    && !manifest.path("annotations").has("vnd.docker.reference.type")) {
                String digest =
                        ImageReference.requireDigest(manifest.path("digest").asText());
                entries.add(new Entry(digest, platform(platform)));
            }
        }
        return entries;
    }

    /** {@code linux/amd64}, {@code linux/arm64/v8}; from an index entry's platform or an image configuration. */
    static String platform(JsonNode owner) {
        String variant = owner.path("variant").asText("");
        return owner.path("os").asText("unknown")
                + "/" + owner.path("architecture").asText("unknown")
                + (variant.isEmpty() ? "" : "/" + variant);
    }

    static long size(JsonNode manifest) {
        long size = manifest.path("config").path("size").asLong();
        for (JsonNode layer : manifest.path("layers")) {
            size += layer.path("size").asLong();
        }
        return size;
    }

    static Map<String, String> labels(JsonNode config) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label :
                config.path("config").path("Labels").properties()) {
            labels.put(label.getKey(), label.getValue().asText());
        }
        return labels;
    }

    /** An image of an index. */
    record Entry(String digest, String platform) {}
}
