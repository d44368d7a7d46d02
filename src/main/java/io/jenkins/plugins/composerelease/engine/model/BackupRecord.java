package io.jenkins.plugins.composerelease.engine.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a target remembers of a backup.
 *
 * @param schemaVersion version of this record's form, 1
 * @param id its name; that of a release where the release made it, before it changed any data
 * @param file the dump of the database on the target, absolute
 * @param bytes its size
 * @param millis how long making and checking all of it took
 * @param release the release that served when it was made
 * @param database database name; empty for a backup of which only the dump is there
 * @param schema schema version, as far as it was recorded
 * @param by who made it: build URL or user
 * @param created when it was begun
 * @param parts what is in it besides the database
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
        Instant created,
        List<Part> parts) {

    /** What a part is of. */
    public enum Kind {
        VOLUME,
        CONFIGURATION
    }

    /**
     * A gzipped tar file beside the dump.
     *
     * @param name the volume, as the compose files name it; for configuration, the release
     * @param file on the target, absolute
     * @param bytes its size
     * @param sha256 its hash, 64 hexadecimal digits
     */
    public record Part(Kind kind, String name, String file, long bytes, String sha256) {}

    public BackupRecord {
        parts = parts == null ? List.of() : List.copyOf(parts); // in what an earlier version wrote
    }

    /** A backup of the database alone. */
    public BackupRecord(
            int schemaVersion,
            String id,
            String file,
            long bytes,
            long millis,
            Optional<String> release,
            String database,
            Optional<String> schema,
            String by,
            Instant created) {
        this(schemaVersion, id, file, bytes, millis, release, database, schema, by, created, List.of());
    }

    /** The size of all of it. */
    public long allBytes() {
        return bytes + parts.stream().mapToLong(Part::bytes).sum();
    }
}
