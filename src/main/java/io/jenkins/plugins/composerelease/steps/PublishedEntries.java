package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.steps.bean.BeanJson;
import java.util.ArrayList;
import java.util.List;

/** Images as steps return them. */
final class PublishedEntries {
    private PublishedEntries() {}

    /** @param published in the form of {@code release-images.json} or {@code built-images.json} */
    static List<PublishedImageEntry> of(JsonNode published) {
        List<PublishedImageEntry> images = new ArrayList<>();
        published.path("images").forEach(image -> images.add(entry(image, published)));
        return images;
    }

    /** Whether images were built and not pushed: they are in a Docker engine then. */
    static boolean isBuilt(JsonNode images) {
        return images.has("engine");
    }

    private static PublishedImageEntry entry(JsonNode image, JsonNode all) {
        boolean pushed = image.path("reference").isTextual();
        PublishedImageEntry entry = new PublishedImageEntry(
                image.path("name").asText(), pushed ? image.path("reference").asText() : startable(image, all));
        entry.setPushed(pushed);
        entry.setTags(BeanJson.texts(image.path("tags")));
        entry.setRevision(image.path("revision").asText(all.path("revision").asText(null)));
        entry.setSize(image.path("size").asLong());
        entry.setPlatforms(BeanJson.texts(image.path("platforms")));
        entry.setReused(image.path("reused").asBoolean(isBuilt(all) && pushed));
        entry.setServices(BeanJson.texts(image.path("services")));
        entry.setVariable(image.path("variable").asText(null));
        entry.setIdentity(image.path("identity").asText(null));
        entry.setMoving(BeanJson.texts(image.path("moving")));
        return entry;
    }

    /** The id of the one that the Docker engine that built it can run; the first where it can run none. */
    private static String startable(JsonNode image, JsonNode all) {
        List<String> ids = BeanJson.texts(image.path("ids"));
        List<String> platforms = BeanJson.texts(image.path("platforms"));
        return ids.get(
                BuildRecipe.runnable(platforms, all.path("platform").asText()).orElse(0));
    }
}
