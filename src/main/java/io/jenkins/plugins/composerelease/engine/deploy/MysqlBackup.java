package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.util.List;

/**
 * A MySQL or MariaDB database, by its dump program. The password is the first line on the standard input of what runs in
 * the container: neither an argument nor anything that {@code docker inspect} shows.
 */
final class MysqlBackup implements DatabaseBackup {
    /** Both names of each program are in use, and newer images have one of them only. */
    private static final String PROGRAM = "IFS= read -r p; test -z \"$p\" || export MYSQL_PWD=\"$p\"; u=$1; d=$2; "
            + "find() { command -v \"$1\" || command -v \"$2\" || { echo \"neither '$1' nor '$2' is in the container\" >&2; exit 127; }; }; ";

    private static final String DUMP = PROGRAM
            + "x=$(find mariadb-dump mysqldump) || exit; g=; \"$x\" --help 2>/dev/null | grep -q set-gtid-purged && g=--set-gtid-purged=OFF; "
            + "exec \"$x\" --user=\"$u\" $g --single-transaction --routines --triggers --events --hex-blob --no-tablespaces --default-character-set=utf8mb4 \"$d\"";

    private static final String ASK =
            PROGRAM + "x=$(find mariadb mysql) || exit; exec \"$x\" --user=\"$u\" --batch --skip-column-names "
                    + "--execute=\"$3\"";

    /**
     * Makes the database anew, with its character set, and loads the dump. Before that it asks the server something: what
     * fails there has changed nothing.
     */
    private static final String REPLACE = PROGRAM + "x=$(find mariadb mysql) || exit; "
            + "c=$(\"$x\" --user=\"$u\" --batch --skip-column-names --execute=\"$3\" < /dev/null) && test -n \"$c\" || "
            + "{ echo kept; exit 3; }; { printf 'SET SESSION lock_wait_timeout = 30;\\nDROP DATABASE `%s`;\\nCREATE DATABASE `%s` "
            + "CHARACTER SET %s;\\nUSE `%s`;\\n' \"$d\" \"$d\" \"$c\" \"$d\"; cat; } | "
            + "exec \"$x\" --user=\"$u\" --default-character-set=utf8mb4";

    private static final String CHECK =
            "gzip -t -- \"$1\" && { gzip -dc -- \"$1\" | tail -n 3 | grep -q '^-- Dump completed' || "
                    + "{ echo 'it does not say that it is complete' >&2; exit 1; }; }";

    private static final String DATABASE_OF =
            "gzip -dc -- \"$1\" 2>/dev/null | head -n 12 | sed -n 's/^-- Host: .*Database: *//p'";

    private final CommandRunner host;
    private final Backup.MysqlDump database;
    private final Compose compose;

    MysqlBackup(CommandRunner host, Backup.MysqlDump database, ComposeProject project) {
        this.host = host;
        this.database = database;
        this.compose = new Compose(project);
    }

    @Override
    public String extension() {
        return ".sql.gz";
    }

    @Override
    public boolean isServer() {
        return true;
    }

    /** Tables and indexes on disk: a dump has no indexes and is compressed, so it is smaller as a rule. */
    @Override
    public long expectedBytes(Deadline deadline) {
        String sql = "SELECT COALESCE(SUM(data_length + index_length), 0) FROM information_schema.tables"
                + " WHERE table_schema = '" + database.name() + "'";
        Command ask = inContainer(ASK, sql).withStdin(password());
        return Long.parseLong(host.require(ask, deadline).output().strip());
    }

    @Override
    public void make(String file, Deadline deadline) {
        Command dump =
                DumpScripts.storeZipped("back up database '" + database.name() + "'", file, inContainer(DUMP, ""));
        host.require(dump.withStdin(password()).lasting("backup"), deadline);
    }

    /** A dump has no directory to list: it is unpacked whole, and ends with a line of its own when it is complete. */
    @Override
    public long check(String file, Deadline deadline) {
        long bytes = Long.parseLong(
                host.require(DumpScripts.size(file), deadline).output().strip());
        host.require(HostFiles.script("check the backup '" + file + "'", CHECK, file), deadline);
        return bytes;
    }

    @Override
    public String databaseOf(BackupRecord backup, Deadline deadline) {
        return host.require(
                        HostFiles.script("read the head of backup '" + backup.id() + "'", DATABASE_OF, backup.file()),
                        deadline)
                .output()
                .strip();
    }

    @Override
    public void replace(BackupRecord backup, String work, Deadline deadline) {
        String charset = "SELECT CONCAT(default_character_set_name, ' COLLATE ', default_collation_name)"
                + " FROM information_schema.schemata WHERE schema_name = '" + database.name() + "'";
        Command command = DumpScripts.feedZippedAfterALine(
                        "replace the data of database '" + database.name() + "' by backup '" + backup.id() + "'",
                        backup.file(),
                        inContainer(REPLACE, charset))
                .withStdin(password())
                .lasting(work);
        CommandResult result = host.run(command, deadline);
        if (result.output().strip().equals(DumpScripts.KEPT)) {
            throw new NotReplacedException(database.name(), backup.id(), result.errors());
        }
        result.orThrow(command, host.place());
    }

    private Command inContainer(String script, String sql) {
        return compose.exec(
                database.service(), List.of("sh", "-c", script, "sh", database.user(), database.name(), sql));
    }

    private Secret password() {
        return Secret.of(database.password().map(Secret::reveal).orElse("") + "\n");
    }
}
