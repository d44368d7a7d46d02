package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.Rollback;
import io.jenkins.plugins.composerelease.engine.deploy.RollbackRequest;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes back to an earlier release. */
@Command(name = "rollback", description = "Goes back to a recorded release: its images and its compose files.")
final class RollbackCommand extends BaseCommand {
    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private LockOptions lock = new LockOptions();

    @Mixin
    private Approval approval = new Approval();

    @Mixin
    private OutcomeOptions outcomes = new OutcomeOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--to",
            paramLabel = "RELEASE",
            description = "Id or revision of the release. Default: the one before the one that serves.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--force", description = "Goes back although a destructive migration was applied since.")
    private boolean force;

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        TargetSettings settings = release.targetForRollback(target.name(release), session.secrets());
        approval.requireSomebody(session, settings);
        RollbackRequest request = new RollbackRequest(settings.target(), to, force, lock.by(session), lock.patience());
        Outcome.Subject subject = new Outcome.Subject(
                release.application(), settings.target().name(), Optional.empty(), Optional.empty(), request.by());
        Outcome.of(session, outcomes, subject, settings.target(), (releases, outcome) -> {
            Rollback.Choice choice = releases.chooseRollback(request);
            session.console()
                    .say("Back to release " + choice.release().id() + " (revision "
                            + choice.release().revision() + "); " + choice.schema() + ".");
            approval.ask(session, "Roll back target '" + settings.target().name() + "'?");
            ReleaseRecord record = releases.rollback(request);
            outcome.rolledBack(record);
            session.result(json, record, () -> "Release " + record.id() + " serves: " + record.detail() + ".");
        });
    }
}
