package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.BackupRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Backs up a target's database now. */
@Command(name = "backup", description = "Backs up the database of a target now, checks the backup, and keeps it there.")
final class BackupCommand extends BaseCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private LockOptions lock = new LockOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--list", description = "Shows the backups that the target has, and makes none.")
    private boolean list;

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        Target settings =
                release.targetToRead(target.name(release), session.secrets()).target();
        BackupRequest request = new BackupRequest(settings, lock.by(session), lock.patience());
        try (Releases releases = session.parts().releases(settings, session.console())) {
            if (list) {
                List<BackupRecord> backups = releases.backups(settings);
                session.console().result(json.json() ? Json.pretty(backups) : text(settings, backups));
            } else {
                BackupRecord made = releases.backup(request);
                session.console().result(json.json() ? Json.pretty(made) : text(made));
            }
        }
    }

    private static String text(BackupRecord made) {
        return "Backup " + made.id() + " of database '" + made.database() + "': " + made.file() + ", " + made.bytes()
                + " bytes.";
    }

    private static String text(Target target, List<BackupRecord> backups) {
        return backups.isEmpty() ? "Target '" + target.name() + "' has no backup." : table(backups);
    }

    /** The backups as a table. */
    static String table(List<BackupRecord> backups) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("BACKUP", "BYTES", "DATA OF RELEASE", "SCHEMA", "BY"));
        backups.forEach(backup -> rows.add(List.of(
                backup.id(),
                String.valueOf(backup.bytes()),
                backup.release().orElse("-"),
                backup.schema().orElse("-"),
                backup.by().isEmpty() ? "-" : backup.by())));
        return Table.of(rows).stripTrailing();
    }
}
