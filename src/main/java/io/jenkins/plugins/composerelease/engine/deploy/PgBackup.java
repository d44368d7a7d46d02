package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A {@code pg_dump} of a target's database in its container, kept on the host and checked to be restorable. */
final class PgBackup {
    /** How the name of a backup ends that no release made. */
    static final String BY_HAND = "backup";

    /** Dumps to a temporary name, then renames. What stops it is TERM: no half of a database stays behind. */
    private static final String DUMP = "out=$1; shift; umask 077; "
            + HostFiles.removedWhenStopped("\"$out.tmp\"")
            + "mkdir -p -- \"$(dirname -- \"$out\")\" && \"$@\" > \"$out.tmp\" || exit; mv -f -- \"$out.tmp\" \"$out\"";

    /** Reads the whole dump as a restore would; the list of contents alone stands at its beginning. */
    private static final String CHECK = "in=$1; shift; test -s \"$in\" && \"$@\" < \"$in\" && stat -c %s -- \"$in\"";

    private static final Pattern OF_RELEASE = Pattern.compile("[0-9]{8}T[0-9]{9}Z-[0-9a-f]{7}");

    private final CommandRunner host;
    private final BackupFiles files;
    private final Backup settings;
    private final Compose compose;

    PgBackup(CommandRunner host, ReleasePaths paths, Backup settings, ComposeProject project) {
        this.host = host;
        this.files = new BackupFiles(host, paths);
        this.settings = settings;
        this.compose = new Compose(project);
    }

    /**
     * Makes and checks a backup.
     *
     * @param serving the release that serves
     */
    BackupRecord make(String id, Optional<ReleaseRecord> serving, String by, Instant now, Deadline deadline) {
        Deadline watch = Deadline.in(deadline.length());
        String file = files.dump(id);
        Command dump = compose.exec(
                settings.service(),
                List.of(
                        "pg_dump",
                        "--format=custom",
                        "--username=" + settings.user(),
                        "--dbname=" + settings.database()));
        host.require(
                wrap("back up database '" + settings.database() + "'", DUMP, file, dump)
                        .lasting("backup"),
                deadline);
        BackupRecord record = new BackupRecord(
                1,
                id,
                file,
                check(file, deadline),
                watch.elapsed().toMillis(),
                serving.map(ReleaseRecord::id),
                settings.database(),
                serving.flatMap(ReleaseRecord::schema),
                by,
                now);
        files.write(record);
        return record;
    }

    /** Reads a dump whole; returns its size. */
    long check(String file, Deadline deadline) {
        Command read = compose.exec(settings.service(), List.of("pg_restore", "--file=/dev/null"));
        return Long.parseLong(host.require(wrap("check the backup '" + file + "'", CHECK, file, read), deadline)
                .output()
                .strip());
    }

    /**
     * Removes old backups of releases, never one made by hand.
     *
     * @param serving release that serves; its backup and later ones are never removed, however many there are
     */
    void pruneOfReleases(String serving) {
        files.remove(files.list().stream()
                .filter(backup -> OF_RELEASE.matcher(backup.id()).matches())
                .filter(backup -> backup.id().compareTo(serving) < 0)
                .skip(settings.keep())
                .toList());
    }

    /** Removes old backups made by hand. */
    void pruneByHand() {
        files.remove(files.list().stream()
                .filter(backup -> backup.id().endsWith("-" + BY_HAND))
                .skip(settings.keep())
                .toList());
    }

    /**
     * A command in the database's container within a script on the host.
     *
     * @param script gets the file as its first argument and the command as the others
     */
    static Command wrap(String purpose, String script, String file, Command inner) {
        List<String> arguments = new ArrayList<>(List.of(file));
        arguments.addAll(inner.argv());
        return HostFiles.script(purpose, script, arguments.toArray(new String[0]))
                .withEnvironment(inner.environment())
                .withSecrets(inner.secretEnvironment());
    }

    /** One line for the log and the journal. */
    static String describe(BackupRecord made) {
        return made.file() + ", " + made.bytes() + " bytes, read back whole";
    }
}
