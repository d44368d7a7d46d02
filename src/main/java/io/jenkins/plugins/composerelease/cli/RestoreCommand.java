package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.deploy.Restore;
import io.jenkins.plugins.composerelease.engine.deploy.RestoreRequest;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
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
        try (Releases releases = session.parts().releases(settings.target(), session.console())) {
            Restore.Choice choice = releases.chooseRestore(request);
            session.console()
                    .say("Backup " + choice.backup().id() + ", "
                            + choice.backup().bytes() + " bytes: " + choice.data()
                            + ". All data since is replaced, and kept as a backup; the services stop meanwhile.");
            approval.ask(session, "Restore it on target '" + settings.target().name() + "'?");
            BackupRecord restored = releases.restore(request);
            session.console()
                    .result(json.json() ? Json.pretty(restored) : "The data of backup " + restored.id() + " is back.");
        }
    }
}
