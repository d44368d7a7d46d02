package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;

/** How one kind of database is backed up and restored: by its own tools, in its own container. */
interface DatabaseBackup {

    /** @param project the project of a release whose files are on the host */
    static DatabaseBackup of(Backup.Database database, CommandRunner host, ComposeProject project) {
        if (database instanceof Backup.PgDump postgres) {
            return new PgBackup(host, postgres, project);
        }
        if (database instanceof Backup.MysqlDump mysql) {
            return new MysqlBackup(host, mysql, project);
        }
        return new SqliteBackup(host, (Backup.Sqlite) database, project);
    }

    /** How the name of its dumps ends, with the dot. */
    String extension();

    /** Whether its service must run for {@link #make}, and goes on running while the data is replaced. */
    boolean isServer();

    /** About how large a dump is at most, in bytes; -1 when there is no database yet. */
    long expectedBytes(Deadline deadline);

    /** Makes a dump: complete, on disk and under its name, or not at all. */
    void make(String file, Deadline deadline);

    /** Reads a dump whole, as a restore would; returns its size in bytes. */
    long check(String file, Deadline deadline);

    /** Name of the database that a dump is of, as far as the dump says it; empty where it does not. */
    String databaseOf(BackupRecord backup, Deadline deadline);

    /**
     * Replaces the data.
     *
     * @param work what it is found again under on the target
     * @throws NotReplacedException if it failed and the data is certainly what it was
     * @throws io.jenkins.plugins.composerelease.engine.model.CommandFailedException if it failed and that is not known
     */
    void replace(BackupRecord backup, String work, Deadline deadline);
}
