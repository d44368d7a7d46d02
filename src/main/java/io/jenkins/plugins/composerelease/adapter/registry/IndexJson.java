package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes an index over images: the same images in the same order give the same bytes. */
final class IndexJson {
    private static final String OCI = "application/vnd.oci.image.index.v1+json";
    private static final String DOCKER = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";
    private static final List<String> PLATFORM = List.of("architecture", "os", "os.version", "variant");

    private IndexJson() {}

    /** An OCI index; over nothing but Docker's own manifests Docker's list, as not every registry takes a mixture. */
    static RawManifest of(List<Image> images) {
        boolean docker =
                images.stream().allMatch(image -> image.raw().mediaType().equals(DOCKER_IMAGE));
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode index = mapper.createObjectNode();
        index.put("schemaVersion", 2);
        index.put("mediaType", docker ? DOCKER : OCI);
        for (Image image : images) {
            ObjectNode entry = index.withArray("manifests").addObject();
            entry.put("mediaType", image.raw().mediaType());
            entry.put("digest", image.raw().digest());
            entry.put("size", image.raw().bytes().length);
            ObjectNode platform = entry.putObject("platform");
            for (String key : PLATFORM) {
                String value = image.config().path(key).asText("");
                if (!value.isEmpty()) {
                    platform.put(key, value);
                }
            }
        }
        try {
            byte[] bytes = mapper.writeValueAsBytes(index);
            return new RawManifest(bytes, docker ? DOCKER : OCI, RawManifest.digest(bytes));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always written", e);
        }
    }

    /** An image and its configuration, which names its platform. */
    record Image(RawManifest raw, JsonNode config) {}
}
