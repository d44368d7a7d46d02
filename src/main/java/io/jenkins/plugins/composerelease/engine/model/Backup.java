package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of a target is backed up before its migrations, and on request.
 *
 * @param database the database
 * @param volumes other volumes, by their names in the compose files, such as uploaded media
 * @param configuration whether the files of the release that serves are in it
 * @param keep how many backups to keep however old they are, at least 1
 * @param keepDays how long every backup is kept, in days, at least 0
 */
public record Backup(Database database, List<String> volumes, boolean configuration, int keep, int keepDays) {
    public static final int DEFAULT_KEEP = 7;
    public static final int DEFAULT_KEEP_DAYS = 7;

    /** A database, backed up with its own tools in its own container. */
    public sealed interface Database {
        /** Compose service whose container has it. */
        String service();

        /** What it is called there. */
        String name();
    }

    /** PostgreSQL, with {@code pg_dump}. */
    public record PgDump(String service, String user, String name) implements Database {
        public PgDump {
            Names.name("service", service);
            Names.argument("backup user", user);
            Names.argument("backup database", name);
        }
    }

    /**
     * MySQL or MariaDB, with {@code mariadb-dump} or {@code mysqldump}.
     *
     * @param password of the user; empty where the server lets it in without
     */
    public record MysqlDump(String service, String user, Optional<Secret> password, String name) implements Database {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$][A-Za-z0-9_$-]{0,63}");

        public MysqlDump {
            Names.name("service", service);
            Names.argument("backup user", user);
            if (!NAME.matcher(name).matches()) {
                throw new InvalidInputException(
                        "'" + Text.printable(name) + "' is not a database name.",
                        "Use letters, digits, '_', '$' and '-'.");
            }
            if (password.filter(secret -> secret.reveal().matches("(?s).*[\r\n].*"))
                    .isPresent()) {
                throw new InvalidInputException(
                        "The password of backup user '" + user + "' has several lines.", "Give it in one.");
            }
        }
    }

    /**
     * SQLite, with {@code sqlite3} or Python's module of that name.
     *
     * @param service compose service that has the file
     * @param name absolute path of the file in its container
     */
    public record Sqlite(String service, String name) implements Database {
        private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._+@=-]+)+");

        public Sqlite {
            Names.name("service", service);
            Names.absolutePath("SQLite file", name);
            if (!PATH.matcher(name).matches()) {
                throw new InvalidInputException(
                        "'" + Text.printable(name) + "' has characters that sqlite3's commands cannot hold.",
                        "Use letters, digits and ._+@=- in its path.");
            }
        }
    }

    public Backup {
        volumes = List.copyOf(volumes);
        volumes.forEach(volume -> Names.name("volume", volume));
        if (keep < 1) {
            throw new InvalidInputException("backup keep " + keep + " is too small.", "Keep at least one.");
        }
        if (keepDays < 0) {
            throw new InvalidInputException(
                    "backup keepDays " + keepDays + " is too small.", "Give 0 where 'keep' alone decides.");
        }
    }

    /** Of a PostgreSQL database alone. */
    public Backup(String service, String user, String database, int keep) {
        this(new PgDump(service, user, database), List.of(), false, keep, DEFAULT_KEEP_DAYS);
    }

    /** Compose service of the database. */
    public String service() {
        return database.service();
    }
}
