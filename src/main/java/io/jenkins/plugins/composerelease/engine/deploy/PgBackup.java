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
import java.util.List;

/** A {@code pg_dump} of a target's database in its container, kept on the host and checked to be restorable. */
final class PgBackup {
    /** Dumps to a temporary name, lists the dump with pg_restore (which reads all of its contents table), then renames. */
    private static final String DUMP = "out=$1; shift; umask 077; mkdir -p -- \"$(dirname -- \"$out\")\" && "
            + "\"$@\" > \"$out.tmp\" || { r=$?; rm -f -- \"$out.tmp\"; exit $r; }; mv -f -- \"$out.tmp\" \"$out\"";

    private static final String LIST =
            "in=$1; shift; test -s \"$in\" && \"$@\" < \"$in\" | wc -l && stat -c %s -- \"$in\"";
    private static final String PRUNE =
            "cd -- \"$1\" && ls -1 | grep '\\.dump$' | sort -r | tail -n \"+$2\" | while read -r f; do rm -f -- \"$f\"; done";

    private final CommandRunner host;
    private final ReleasePaths paths;

    PgBackup(CommandRunner host, ReleasePaths paths) {
        this.host = host;
        this.paths = paths;
    }

    /** Makes and checks a backup; returns one line on it: file, size, entries. */
    String make(Backup backup, ComposeProject project, String release, Deadline deadline) {
        String file = paths.backups() + "/" + release + ".dump";
        Compose compose = new Compose(project);
        Command dump = compose.exec(
                backup.service(),
                List.of("pg_dump", "--format=custom", "--username=" + backup.user(), "--dbname=" + backup.database()));
        host.require(wrap("back up database '" + backup.database() + "'", DUMP, file, dump), deadline);
        Command list = compose.exec(backup.service(), List.of("pg_restore", "--list"));
        String[] checked = host.require(wrap("check the backup '" + file + "'", LIST, file, list), deadline)
                .output()
                .strip()
                .split("\\s+");
        host.require(
                HostFiles.script("remove old backups", PRUNE, paths.backups(), String.valueOf(backup.keep() + 1)),
                Deadline.in(Duration.ofSeconds(30)));
        return file + ", " + checked[checked.length - 1] + " bytes, " + checked[0] + " lines in its list";
    }

    private static Command wrap(String purpose, String script, String file, Command inner) {
        List<String> arguments = new ArrayList<>(List.of(file));
        arguments.addAll(inner.argv());
        return HostFiles.script(purpose, script, arguments.toArray(new String[0]))
                .withEnvironment(inner.environment())
                .withSecrets(inner.secretEnvironment());
    }
}
