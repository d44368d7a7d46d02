package io.jenkins.plugins.composerelease.engine.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a target remembers of a backup of its database.
 *
 * @param schemaVersion version of this record's form, 1
 * @param id its name; that of a release where the release made it, before it changed any data
 * @param file the dump on the target, absolute
 * @param bytes its size
 * @param millis how long making and checking it took
 * @param release the release that served when it was made
 * @param database database name; empty for a backup of which only the dump is there
 * @param schema schema version, as far as it was recorded
 * @param by who made it: build URL or user
 * @param created when it was begun
 */
public record BackupRecord(
        int schemaVersion,
        String id,
        String file,
        long bytes,
        long millis,
        Optional<String> release,
        String database,
        Optional<String> schema,
        String by,
        Instant created) {}
