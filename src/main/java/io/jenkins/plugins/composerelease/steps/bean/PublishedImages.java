package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Set;

/** Images of one application, as the engine published them, and the registry that holds them. */
public final class PublishedImages implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String json;
    private final String registryUrl;
    private final String registryCredentialsId;

    /**
     * @param images in the form of {@code release-images.json}
     * @param registryUrl null where the target names its registry itself
     */
    public PublishedImages(ObjectNode images, String registryUrl, String registryCredentialsId) {
        this.json = images.toString(); // as text: Jackson's classes have no place in what Jenkins persists
        this.registryUrl = registryUrl;
        this.registryCredentialsId = registryCredentialsId;
    }

    /** In the form of {@code release-images.json}. */
    public ObjectNode images() {
        return BeanJson.object(json);
    }

    /** The same without images of these names. */
    PublishedImages without(Set<String> names) {
        ObjectNode left = images();
        for (Iterator<JsonNode> image = left.withArray("images").elements(); image.hasNext(); ) {
            if (names.contains(image.next().path("name").asText())) {
                image.remove();
            }
        }
        return new PublishedImages(left, registryUrl, registryCredentialsId);
    }

    public String application() {
        return images().path("application").asText();
    }

    public String registryUrl() {
        return registryUrl;
    }

    public String registryCredentialsId() {
        return registryCredentialsId;
    }
}
