package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A target's backup set: a dump each, and beside it what is remembered of it. */
final class BackupFiles {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final String SEPARATOR = "--- compose-release backup ---";
    /** Prints path and size of each dump, and the record where there is one; one round trip. */
    private static final String READ_ALL = "for f in \"$1\"/*.dump \"$1\"/*.sql.gz \"$1\"/*.sqlite.gz; do "
            + "test -e \"$f\" || continue; echo '" + SEPARATOR
            + "'; printf '%s\\n%s\\n' \"$f\" \"$(stat -c %s -- \"$f\")\"; "
            + "b=${f%.dump}; b=${b%.sql.gz}; cat -- \"${b%.sqlite.gz}.json\" 2>/dev/null; echo; done";

    private static final Pattern EXTENSION = Pattern.compile("\\.(dump|sql\\.gz|sqlite\\.gz)$");

    private final CommandRunner host;
    private final ReleasePaths paths;

    BackupFiles(CommandRunner host, ReleasePaths paths) {
        this.host = host;
        this.paths = paths;
    }

    /** All backups, newest first. */
    List<BackupRecord> list() {
        String output = host.require(HostFiles.script("list the backups", READ_ALL, paths.backups()), Deadline.in(TIME))
                .output();
        return Stream.of(output.split(SEPARATOR + "\n", -1))
                .skip(1)
                .map(this::record)
                .sorted(Comparator.comparing(BackupRecord::id).reversed())
                .toList();
    }

    /** @throws InvalidInputException if there is no such backup */
    BackupRecord require(String id, String target) {
        return list().stream()
                .filter(backup -> backup.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "Target '" + target + "' has no backup '" + id + "'.",
                        "Use the id of one that 'backup --list' shows."));
    }

    /** @param extension with its dot */
    String dump(String id, String extension) {
        return paths.backups() + "/" + id + extension;
    }

    /** A part of a backup, such as {@code volume-media}. */
    String part(String id, String name) {
        return paths.backups() + "/" + id + "." + name + ".tar.gz";
    }

    void write(BackupRecord record) {
        host.require(
                HostFiles.write(paths.backups() + "/" + record.id() + ".json", "600", Secret.of(Json.pretty(record))),
                Deadline.in(TIME));
    }

    /** The record goes last: what is interrupted is still listed, and removed the next time. */
    void remove(List<BackupRecord> old) {
        if (!old.isEmpty()) {
            List<String> files = old.stream()
                    .flatMap(backup -> Stream.concat(
                            backup.parts().stream().map(part -> name(part.file())),
                            Stream.of(name(backup.file()), backup.id() + ".json")))
                    .toList();
            host.require(HostFiles.remove(paths.backups(), files), Deadline.in(TIME));
        }
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** A dump without a record that can be read is a backup all the same; where and how large it is, it says itself. */
    private BackupRecord record(String text) {
        String[] lines = text.split("\n", 3);
        String id = EXTENSION.matcher(name(lines[0])).replaceFirst("");
        Optional<BackupRecord> known = remembered(id, lines[2].strip());
        return new BackupRecord(
                1,
                id,
                lines[0],
                Long.parseLong(lines[1]),
                known.map(BackupRecord::millis).orElse(0L),
                known.flatMap(BackupRecord::release),
                known.map(BackupRecord::database).orElse(""),
                known.flatMap(BackupRecord::schema),
                known.map(BackupRecord::by).orElse(""),
                known.map(BackupRecord::created).orElseGet(() -> time(id)),
                known.map(BackupRecord::parts).orElse(List.of()));
    }

    private static Optional<BackupRecord> remembered(String id, String json) {
        try {
            return json.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Json.read(json, BackupRecord.class, "the record of backup '" + id + "'"));
        } catch (ReleaseException e) {
            return Optional.empty();
        }
    }

    private static Instant time(String id) {
        try {
            return ReleaseRun.time(id);
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            return Instant.EPOCH;
        }
    }
}
