package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.steps.bean.BeanJson;
import java.util.ArrayList;
import java.util.List;

/** Images as steps return them. */
final class PublishedEntries {
    private PublishedEntries() {}

    /** @param published in the form of {@code release-images.json} */
    static List<PublishedImageEntry> of(JsonNode published) {
        List<PublishedImageEntry> images = new ArrayList<>();
        published.path("images").forEach(image -> images.add(entry(image)));
        return images;
    }

    private static PublishedImageEntry entry(JsonNode image) {
        PublishedImageEntry entry = new PublishedImageEntry(
                image.path("name").asText(), image.path("reference").asText());
        entry.setTags(BeanJson.texts(image.path("tags")));
        entry.setRevision(image.path("revision").asText(null));
        entry.setSize(image.path("size").asLong());
        entry.setPlatforms(BeanJson.texts(image.path("platforms")));
        entry.setReused(image.path("reused").asBoolean());
        entry.setServices(BeanJson.texts(image.path("services")));
        entry.setVariable(image.path("variable").asText(null));
        return entry;
    }
}
