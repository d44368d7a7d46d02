package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * An SQLite file, by the {@code sqlite3} program or Python's module in a container of the service's image, beside whatever
 * uses the file: SQLite's own locks hold between containers of one host. Temporary files stand beside it, where the
 * service's user may write.
 */
final class SqliteBackup implements DatabaseBackup {
    private static final String CONTAINER = "-sqlite-";

    /** Functions {@code copy} and {@code whole}; the temporary file goes whatever happens. */
    private static final String BEGIN = "db=$1; t=$db.compose-release; "
            + "gone() { rm -f -- \"$t\" \"$t-wal\" \"$t-shm\" \"$t-journal\"; }; trap gone EXIT; trap 'exit 143' HUP INT TERM; gone; "
            + "py=$(command -v python3 || command -v python); "
            + "if command -v sqlite3 >/dev/null; then "
            + "copy() { printf '%s\\n' '.timeout 30000' \".backup '$2'\" | sqlite3 -bail \"$1\"; }; "
            + "whole() { sqlite3 -bail \"$1\" 'PRAGMA integrity_check'; }; "
            + "elif test -n \"$py\"; then "
            + "copy() { \"$py\" -c 'import sqlite3, sys; s = sqlite3.connect(sys.argv[1], timeout=30); d = sqlite3.connect(sys.argv[2]);"
            + " s.backup(d); d.close(); s.close()' \"$1\" \"$2\"; }; "
            + "whole() { \"$py\" -c 'import sqlite3, sys; print(\"\\n\".join(r[0] for r in sqlite3.connect(sys.argv[1])"
            + ".execute(\"PRAGMA integrity_check\")))' \"$1\"; }; "
            + "else echo 'neither sqlite3 nor Python is in the image' >&2; exit 127; fi; "
            + "sound() { r=$(whole \"$t\" 2>&1); test \"$r\" = ok || { echo \"integrity check: $r\" >&2; return 1; }; }; ";

    private static final String SIZE =
            "for f in \"$1\" \"$1-wal\"; do test -f \"$f\" && stat -c %s -- \"$f\"; done; exit 0";

    private static final String DUMP = BEGIN + "test -f \"$db\" || { echo \"there is no file '$db'\" >&2; exit 4; }; "
            + "copy \"$db\" \"$t\" >&2 && sound && cat -- \"$t\"";

    private static final String CHECK = BEGIN + "cat > \"$t\" && sound";

    /**
     * Nothing uses the file now. It keeps its owner. What belongs to the old file goes aside before the new one comes: SQLite
     * would play an old write-ahead log into it.
     */
    private static final String REPLACE = BEGIN
            + "back() { for s in '' -wal -shm -journal; do test -e \"$db$s.before\" && mv -f -- \"$db$s.before\" \"$db$s\"; done; "
            + "echo kept; exit 3; }; "
            + "if test -e \"$db\"; then cp -p -- \"$db\" \"$t\" || back; fi; "
            + "cat > \"$t\" && sound || back; rm -f -- \"$t-wal\" \"$t-shm\" \"$t-journal\"; "
            + "for s in -wal -shm -journal ''; do "
            + "if test -e \"$db$s\"; then mv -f -- \"$db$s\" \"$db$s.before\" || back; fi; done; "
            + "mv -f -- \"$t\" \"$db\" || back; sync; "
            + "rm -f -- \"$db.before\" \"$db-wal.before\" \"$db-shm.before\" \"$db-journal.before\"; echo restored";

    private final CommandRunner host;
    private final Backup.Sqlite database;
    private final ComposeProject project;

    SqliteBackup(CommandRunner host, Backup.Sqlite database, ComposeProject project) {
        this.host = host;
        this.database = database;
        this.project = project;
    }

    @Override
    public String extension() {
        return ".sqlite.gz";
    }

    @Override
    public boolean isServer() {
        return false;
    }

    /** Asks the container that runs, so that a plan starts none; another one where the service is down. */
    @Override
    public long expectedBytes(Deadline deadline) {
        Command ask = new Compose(project).exec(database.service(), List.of("sh", "-c", SIZE, "sh", database.name()));
        CommandResult running = host.run(ask, deadline);
        CommandResult result = running.succeeded() ? running : run("look at '" + database.name() + "'", SIZE, deadline);
        List<Long> sizes = result.output()
                .lines()
                .map(line -> Long.parseLong(line.strip()))
                .toList();
        return sizes.isEmpty() ? -1 : sizes.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void make(String file, Deadline deadline) {
        String container = container();
        Command dump = DumpScripts.storeZipped(
                "back up database '" + database.name() + "'", file, inContainer(container, DUMP));
        removing(container, dump.lasting("backup"), deadline).orThrow(dump, host.place());
    }

    @Override
    public long check(String file, Deadline deadline) {
        long bytes = Long.parseLong(
                host.require(DumpScripts.size(file), deadline).output().strip());
        String container = container();
        Command check = DumpScripts.feedZipped("check the backup '" + file + "'", file, inContainer(container, CHECK));
        removing(container, check, deadline).orThrow(check, host.place());
        return bytes;
    }

    /** A file does not know its name. */
    @Override
    public String databaseOf(BackupRecord backup, Deadline deadline) {
        return backup.database();
    }

    @Override
    public void replace(BackupRecord backup, String work, Deadline deadline) {
        String container = container();
        Command command = DumpScripts.feedZipped(
                        "replace '" + database.name() + "' by backup '" + backup.id() + "'",
                        backup.file(),
                        inContainer(container, REPLACE))
                .lasting(work);
        CommandResult result = removing(container, command, deadline);
        if (result.output().strip().equals(DumpScripts.KEPT)) {
            throw new NotReplacedException(database.name(), backup.id(), result.errors());
        }
        result.orThrow(command, host.place());
    }

    private CommandResult run(String purpose, String script, Deadline deadline) {
        String container = container();
        Command plain = inContainer(container, script);
        Command command = Command.of(purpose, plain.argv())
                .withEnvironment(plain.environment())
                .withSecrets(plain.secretEnvironment());
        return removing(container, command, deadline).orThrow(command, host.place());
    }

    /** Compose may be gone before its container is. */
    private CommandResult removing(String container, Command command, Deadline deadline) {
        try {
            return host.run(command, deadline);
        } catch (CommandFailedException e) {
            try {
                host.run(Docker.removeContainer(container), Deadline.in(Duration.ofSeconds(30)));
            } catch (ReleaseException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private String container() {
        return project.name() + CONTAINER + UUID.randomUUID().toString().substring(0, 8);
    }

    private Command inContainer(String container, String script) {
        return new Compose(project).runScript(database.service(), container, script, List.of(database.name()));
    }
}
