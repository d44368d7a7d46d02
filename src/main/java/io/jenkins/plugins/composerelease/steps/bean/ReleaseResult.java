package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A release that a target remembers: what {@code deployRelease} and {@code rollbackRelease} return. */
public final class ReleaseResult implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String application;
    private final String target;
    private final String revision;
    private final Map<String, String> images = new TreeMap<>();
    private final List<String> migrations;
    private final String schema;
    private final String state;
    private final String detail;
    private final String by;
    private final String previous;
    private final String url;

    /**
     * @param record the target's record, as the engine prints it
     * @param url the run's page of its releases
     */
    public ReleaseResult(JsonNode record, String url) {
        id = record.path("id").asText();
        application = record.path("application").asText();
        target = record.path("target").asText();
        revision = record.path("revision").asText();
        record.path("images")
                .properties()
                .forEach(image -> images.put(image.getKey(), image.getValue().asText()));
        migrations = BeanJson.texts(record.path("migrations"));
        schema = optional(record.path("schema"));
        state = record.path("state").asText();
        detail = record.path("detail").asText();
        by = record.path("by").asText();
        previous = optional(record.path("previous"));
        this.url = url;
    }

    private static String optional(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }

    /** Name of the release on its target. */
    @Whitelisted
    public String getId() {
        return id;
    }

    @Whitelisted
    public String getApplication() {
        return application;
    }

    @Whitelisted
    public String getTarget() {
        return target;
    }

    /** Git revision. */
    @Whitelisted
    public String getRevision() {
        return revision;
    }

    /** Image of each service, pinned by digest. */
    @Whitelisted
    public Map<String, String> getImages() {
        return images;
    }

    /** Versions that this release applied. */
    @Whitelisted
    public List<String> getMigrations() {
        return migrations;
    }

    /** Schema version after it; empty when unknown. */
    @Whitelisted
    public String getSchema() {
        return schema;
    }

    /** SUCCEEDED. */
    @Whitelisted
    public String getState() {
        return state;
    }

    /** One line on how it ended. */
    @Whitelisted
    public String getDetail() {
        return detail;
    }

    /** Who released it. */
    @Whitelisted
    public String getBy() {
        return by;
    }

    /** The release before it; empty for the first. */
    @Whitelisted
    public String getPrevious() {
        return previous;
    }

    /** The build's page of its releases. */
    @Whitelisted
    public String getUrl() {
        return url;
    }

    @Override
    @Whitelisted
    public String toString() {
        return id;
    }
}
