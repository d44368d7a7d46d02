package io.jenkins.plugins.composerelease.steps.bean;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** A backup of a target's database: what {@code backupDatabase} and {@code restoreBackup} return. */
public final class DatabaseBackup implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String id;
    private final String file;
    private final long bytes;
    private final long millis;
    private final String database;
    private final String release;
    private final String schema;
    private final String by;
    private final String created;

    /** @param record the target's record, as the engine prints it */
    public DatabaseBackup(JsonNode record) {
        id = record.path("id").asText();
        file = record.path("file").asText();
        bytes = record.path("bytes").asLong();
        millis = record.path("millis").asLong();
        database = record.path("database").asText();
        release = optional(record.path("release"));
        schema = optional(record.path("schema"));
        by = record.path("by").asText();
        created = record.path("created").asText();
    }

    private static String optional(JsonNode node) {
        return node.isTextual() ? node.asText() : "";
    }

    /** For {@code restoreBackup}. */
    @Whitelisted
    public String getId() {
        return id;
    }

    /** The dump on the target, absolute. */
    @Whitelisted
    public String getFile() {
        return file;
    }

    /** Size of the dump. */
    @Whitelisted
    public long getBytes() {
        return bytes;
    }

    /** How long making and checking it took. */
    @Whitelisted
    public long getMillis() {
        return millis;
    }

    /** Name of the database. */
    @Whitelisted
    public String getDatabase() {
        return database;
    }

    /** Id of the release whose data it holds; empty when unknown. */
    @Whitelisted
    public String getRelease() {
        return release;
    }

    /** Schema version in it; empty when unknown. */
    @Whitelisted
    public String getSchema() {
        return schema;
    }

    /** Who made it. */
    @Whitelisted
    public String getBy() {
        return by;
    }

    /** When it was begun, as {@code 2026-01-31T12:00:00Z}. */
    @Whitelisted
    public String getCreated() {
        return created;
    }

    @Override
    @Whitelisted
    public String toString() {
        return id;
    }
}
