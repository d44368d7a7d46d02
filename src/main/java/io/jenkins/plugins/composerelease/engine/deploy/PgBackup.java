package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.util.List;

/** A PostgreSQL database, by {@code pg_dump}. */
final class PgBackup implements DatabaseBackup {
    private final CommandRunner host;
    private final Backup.PgDump database;
    private final Compose compose;
    private final PgRestore restore;

    PgBackup(CommandRunner host, Backup.PgDump database, ComposeProject project) {
        this.host = host;
        this.database = database;
        this.compose = new Compose(project);
        this.restore = new PgRestore(host, database, project);
    }

    @Override
    public String extension() {
        return ".dump";
    }

    @Override
    public boolean isServer() {
        return true;
    }

    /** The database's size on disk: a dump has no indexes and is compressed, so it is smaller as a rule. */
    @Override
    public long expectedBytes(Deadline deadline) {
        Command ask = inContainer(
                "psql",
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--username=" + database.user(),
                "--dbname=" + database.name(),
                "--command=SELECT pg_database_size(current_database())");
        return Long.parseLong(host.require(ask, deadline).output().strip());
    }

    @Override
    public void make(String file, Deadline deadline) {
        Command dump = inContainer(
                "pg_dump", "--format=custom", "--username=" + database.user(), "--dbname=" + database.name());
        host.require(
                DumpScripts.store("back up database '" + database.name() + "'", file, dump)
                        .lasting("backup"),
                deadline);
    }

    /** The list of contents alone stands at a dump's beginning, so it is read to its end. */
    @Override
    public long check(String file, Deadline deadline) {
        long bytes = Long.parseLong(
                host.require(DumpScripts.size(file), deadline).output().strip());
        Command read = inContainer("pg_restore", "--file=/dev/null");
        host.require(DumpScripts.feed("check the backup '" + file + "'", file, read), deadline);
        return bytes;
    }

    @Override
    public String databaseOf(BackupRecord backup, Deadline deadline) {
        return restore.databaseOf(backup, deadline);
    }

    @Override
    public void replace(BackupRecord backup, String work, Deadline deadline) {
        restore.replace(backup, work, deadline);
    }

    private Command inContainer(String... argv) {
        return compose.exec(database.service(), List.of(argv));
    }
}
