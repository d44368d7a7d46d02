package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.deploy.BackupRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Backups;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        String name = target.name(release);
        Target settings = (list
                        ? release.targetToRead(name, session.secrets())
                        : release.targetToBackUp(name, session.secrets()))
                .target();
        BackupRequest request = new BackupRequest(settings, lock.by(session), lock.patience());
        if (list) {
            list(session, settings);
        } else {
            new StackReport(
                            session,
                            "Backup of " + settings.name(),
                            settings.name(),
                            "made and checked",
                            Optional.empty())
                    .of(log -> make(session, request, log));
        }
    }

    private void list(Session session, Target settings) {
        try (Releases releases = session.releases(settings, session.console())) {
            List<BackupRecord> backups = releases.backups(settings);
            session.result(json, backups, () -> text(settings, backups));
        }
    }

    private BackupRecord make(Session session, BackupRequest request, ReleaseLog log) {
        try (Releases releases = session.releases(request.target(), log)) {
            BackupRecord made = releases.backup(request);
            session.result(json, made, () -> text(request.target(), made));
            return made;
        }
    }

    private static String text(Target target, BackupRecord made) {
        StringBuilder text = new StringBuilder("Backup " + made.id() + " of database '" + made.database() + "': "
                + made.file() + ", " + made.bytes() + " bytes.");
        made.parts().forEach(part -> text.append("\n  ")
                .append(part.kind().name().toLowerCase(Locale.ROOT))
                .append(' ')
                .append(part.name())
                .append(": ")
                .append(part.file())
                .append(", ")
                .append(part.bytes())
                .append(" bytes."));
        return text + "\nTo go back to it: " + Backups.restoreCommand(target, made.id());
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
                String.valueOf(backup.allBytes()),
                backup.release().orElse("-"),
                backup.schema().orElse("-"),
                backup.by().isEmpty() ? "-" : backup.by())));
        return Table.of(rows).stripTrailing();
    }
}
