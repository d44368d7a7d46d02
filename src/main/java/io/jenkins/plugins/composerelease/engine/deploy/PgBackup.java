package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A {@code pg_dump} of a target's database in its container, kept on the host and checked to be restorable. */
final class PgBackup {
    /** Dumps to a temporary name, then renames. */
    private static final String DUMP = "out=$1; shift; umask 077; mkdir -p -- \"$(dirname -- \"$out\")\" && "
            + "\"$@\" > \"$out.tmp\" || { r=$?; rm -f -- \"$out.tmp\"; exit $r; }; mv -f -- \"$out.tmp\" \"$out\"";

    /** Reads the whole dump as a restore would; the list of contents alone stands at its beginning. */
    private static final String CHECK = "in=$1; shift; test -s \"$in\" && \"$@\" < \"$in\" && stat -c %s -- \"$in\"";

    private static final String LIST = "test ! -d \"$1\" || ls -1 -- \"$1\"";
    private static final String DUMP_SUFFIX = ".dump";

    private final CommandRunner host;
    private final ReleasePaths paths;

    PgBackup(CommandRunner host, ReleasePaths paths) {
        this.host = host;
        this.paths = paths;
    }

    /**
     * Makes and checks a backup; returns one line on it: file and size.
     *
     * @param serving release that serves; its backup and later ones are never removed, however many there are
     */
    String make(Backup backup, ComposeProject project, String release, Optional<String> serving, Deadline deadline) {
        String file = paths.backups() + "/" + release + DUMP_SUFFIX;
        Compose compose = new Compose(project);
        Command dump = compose.exec(
                backup.service(),
                List.of("pg_dump", "--format=custom", "--username=" + backup.user(), "--dbname=" + backup.database()));
        host.require(wrap("back up database '" + backup.database() + "'", DUMP, file, dump), deadline);
        Command read = compose.exec(backup.service(), List.of("pg_restore", "--file=/dev/null"));
        String size = host.require(wrap("check the backup '" + file + "'", CHECK, file, read), deadline)
                .output()
                .strip();
        prune(backup.keep(), serving.orElse(release));
        return file + ", " + size + " bytes, read back whole";
    }

    private void prune(int keep, String serving) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        Command list = HostFiles.script("list the backups", LIST, paths.backups());
        List<String> old = host.require(list, deadline)
                .output()
                .lines()
                .filter(name -> name.endsWith(DUMP_SUFFIX) && name.compareTo(serving + DUMP_SUFFIX) < 0)
                .sorted(Comparator.reverseOrder())
                .skip(keep)
                .toList();
        if (!old.isEmpty()) {
            host.require(HostFiles.remove(paths.backups(), old), deadline);
        }
    }

    private static Command wrap(String purpose, String script, String file, Command inner) {
        List<String> arguments = new ArrayList<>(List.of(file));
        arguments.addAll(inner.argv());
        return HostFiles.script(purpose, script, arguments.toArray(new String[0]))
                .withEnvironment(inner.environment())
                .withSecrets(inner.secretEnvironment());
    }
}
