package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.util.List;

/**
 * Replaces the data of a PostgreSQL database by a dump's, in one transaction: whatever breaks, and wherever, the database
 * is as it was or as the dump has it, never in between.
 *
 * <p>{@code pg_restore --clean} alone would leave what was made after the backup, and the migrations that made it would
 * fail when they come again; so everything is dropped first. {@code pg_restore --single-transaction} cannot drop more than
 * it knows, so its script goes through {@code psql}, in a transaction of ours. A second database, filled and then renamed,
 * would lose the settings and rights that the dump does not have of the database itself, and needs the right to make one.
 */
final class PgRestore {
    /** The schema public is made again as it was: its owner and rights differ between versions of PostgreSQL. */
    private static final String EMPTY = """
            BEGIN;
            SET LOCAL lock_timeout = '30s';
            SET LOCAL client_min_messages = warning;
            SELECT lo_unlink(oid) FROM pg_largeobject_metadata;
            DO $$
            DECLARE x record; a record;
            BEGIN
              FOR x IN SELECT extname FROM pg_extension WHERE oid >= 16384 LOOP
                EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', x.extname);
              END LOOP;
              FOR x IN SELECT nspname, nspacl, pg_get_userbyid(nspowner) AS owner,
                  obj_description(oid, 'pg_namespace') AS comment
                  FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
                EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', x.nspname);
                IF x.nspname = 'public' THEN
                  EXECUTE format('CREATE SCHEMA public AUTHORIZATION %I', x.owner);
                  EXECUTE format('COMMENT ON SCHEMA public IS %L', x.comment);
                  FOR a IN SELECT grantee, privilege_type FROM aclexplode(x.nspacl) LOOP
                    EXECUTE format('GRANT %s ON SCHEMA public TO %s', a.privilege_type,
                      CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END);
                  END LOOP;
                END IF;
              END LOOP;
            END $$;
            """;

    /**
     * Runs in the container, with the dump on standard input. COMMIT is sent only after pg_restore has read the dump to its
     * end; psql's exit code 3 is an error within the transaction, which ends it.
     */
    private static final String REPLACE =
            "said=$({ printf '%s\\n' \"$3\"; pg_restore --clean --if-exists --file=- && printf '%s\\n' 'COMMIT;' '\\echo committed'; }"
                    + " | psql --no-psqlrc --quiet --output=/dev/null --set=ON_ERROR_STOP=1 --username=\"$1\" --dbname=\"$2\"); r=$?; "
                    + "case \"$said $r\" in *committed*) echo restored;; *' 0' | *' 3') echo kept; exit 3;; *) exit $r;; esac";

    private static final String FEED = "in=$1; shift; exec \"$@\" < \"$in\"";

    private final CommandRunner host;
    private final Backup settings;
    private final Compose compose;

    PgRestore(CommandRunner host, Backup settings, ComposeProject project) {
        this.host = host;
        this.settings = settings;
        this.compose = new Compose(project);
    }

    /** Name of the database that a dump was made of, as its head says; empty where it does not. */
    String databaseOf(BackupRecord backup, Deadline deadline) {
        Command list = compose.exec(settings.service(), List.of("pg_restore", "--list"));
        return host.require(
                        PgBackup.wrap("read the contents of backup '" + backup.id() + "'", FEED, backup.file(), list),
                        deadline)
                .output()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches(";\\s+dbname: .*"))
                .map(line -> line.replaceFirst(";\\s+dbname: ", ""))
                .findFirst()
                .orElse("");
    }

    /**
     * Replaces the data.
     *
     * @throws NotReplacedException if it failed and the data is certainly what it was
     * @throws io.jenkins.plugins.composerelease.engine.model.CommandFailedException if it failed and that is not known
     */
    void replace(BackupRecord backup, Deadline deadline) {
        Command inner = compose.exec(
                settings.service(), List.of("sh", "-c", REPLACE, "sh", settings.user(), settings.database(), EMPTY));
        Command command = PgBackup.wrap(
                        "replace the data of database '" + settings.database() + "' by backup '" + backup.id() + "'",
                        FEED,
                        backup.file(),
                        inner)
                .lasting("restore");
        CommandResult result = host.run(command, deadline);
        if (result.output().strip().equals("kept")) {
            throw new NotReplacedException(settings.database(), backup.id(), result.errors());
        }
        result.orThrow(command, host.place());
    }
}
