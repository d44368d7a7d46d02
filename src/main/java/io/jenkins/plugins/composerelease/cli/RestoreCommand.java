package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.Restore;
import io.jenkins.plugins.composerelease.engine.deploy.RestoreRequest;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to a backup's data. */
@Command(
        name = "restore",
        description = "Replaces the data of a target's database by a backup's; its services stop meanwhile.")
final class RestoreCommand extends BaseCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--backup",
            required = true,
            paramLabel = "ID",
            description = "The backup; 'backup --list' shows them.")
    private String backup = "";

    @Mixin
    private LockOptions lock = new LockOptions();

    @Mixin
    private Approval approval = new Approval();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        TargetSettings settings = release.targetForRollback(target.name(release), session.secrets());
        approval.requireSomebody(session, settings);
        RestoreRequest request = new RestoreRequest(settings.target(), backup, lock.by(session), lock.patience());
        String name = settings.target().name();
        new StackReport(session, "Restore of " + name, name, "data of backup " + backup + " is back", Optional.empty())
                .of(log -> restore(session, request, log));
    }

    private BackupRecord restore(Session session, RestoreRequest request, ReleaseLog log) {
        try (Releases releases = session.releases(request.target(), log)) {
            Restore.Choice choice = releases.chooseRestore(request);
            session.console()
                    .say("Backup " + choice.backup().id() + ", "
                            + choice.backup().bytes() + " bytes: " + choice.data()
                            + ". All data since is replaced, and kept as a backup; the services stop meanwhile.");
            approval.ask(session, "Restore it on target '" + request.target().name() + "'?");
            BackupRecord restored = releases.restore(request);
            session.result(json, restored, () -> "The data of backup " + restored.id() + " is back.");
            return restored;
        }
    }
}
