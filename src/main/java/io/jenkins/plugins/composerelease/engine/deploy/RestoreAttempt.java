package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;

/** One restore under its lock. The target ends with the backup's data, verified, or with the data of before. */
final class RestoreAttempt {
    private final RestoreRequest request;
    private final Restore.Choice choice;
    private final Target target;
    private final ReleaseRecord serving;
    private final Host host;
    private final ReleaseRun run;
    private final HostStack stack;
    private final BackupMaker backups;
    private final Verification verification;
    private final ReleaseLog log;
    private final Clock clock;
    private final List<String> services;
    private Optional<BackupRecord> before = Optional.empty();
    private boolean untouched = true;

    RestoreAttempt(
            RestoreRequest request, Restore.Choice choice, Host host, ReleaseRun run, ReleaseLog log, Clock clock) {
        this.request = request;
        this.choice = choice;
        this.target = request.target();
        this.serving = choice.serving();
        this.host = host;
        this.run = run;
        this.stack = new HostStack(host, target, log);
        Backup settings = target.backup().orElseThrow();
        this.backups = new BackupMaker(host, target, serving, log);
        this.verification = new Verification(host, target, stack, log);
        this.log = log;
        this.clock = clock;
        this.services = RunningStack.inspect(host, target.project()).running().stream()
                .filter(service -> !backups.database().isServer() || !service.equals(settings.service()))
                .sorted()
                .toList();
    }

    void restore(TargetStore store, TargetLock lock) {
        TargetSecrets secrets = new TargetSecrets(host, target, new KeyedHash(store.ensureKey()));
        Pruner pruner = new Pruner(host, target, store, run, log, secrets);
        run.begin(record(store.read()), lock);
        try {
            run.phase(Phase.TRANSFER, "", () -> {
                secrets.write();
                new ReleaseFiles(host, ReleasePaths.of(target))
                        .copy(serving.id(), run.record().id(), secrets.paths());
                stack.check(run.record());
                return null;
            });
            run.phase(Phase.BACKUP, "", this::keepPresentData);
            run.phase(Phase.RESTORE, choice.backup().id(), this::replace);
            run.phase(Phase.VERIFY, "", () -> verification.verify(serving));
        } catch (UnknownOutcomeException e) {
            throw failure(ExitCode.NEEDS_ATTENTION, run.phase(), "Nothing else was changed.", e);
        } catch (RuntimeException e) {
            throw pruner.after(goBack(e), lock);
        }
        run.succeed("data of backup " + choice.backup().id());
        pruner.pruneSecretsAlone();
    }

    /** After the services stopped: what they write until then is in it, and so it is all that the restore takes away. */
    private String keepPresentData() {
        stack.stop(serving, services);
        before = backups.make(
                run.record().id(), Optional.of(serving), request.by(), clock.now(), Deadline.in(Backups.TIME));
        return before.map(backups::describe).orElse("there is no data yet");
    }

    private String replace() {
        untouched = false;
        try {
            backups.database().replace(choice.backup(), "restore", Deadline.in(Backups.TIME));
        } catch (NotReplacedException e) {
            untouched = true;
            throw e;
        }
        replaceParts(choice.backup(), "restore");
        stack.start(serving, services);
        return "data replaced, " + (services.isEmpty() ? "nothing" : String.join(", ", services)) + " started again";
    }

    private void replaceParts(BackupRecord backup, String work) {
        for (BackupRecord.Part part : backup.parts()) {
            Deadline deadline = Deadline.in(Backups.TIME);
            if (part.kind() == BackupRecord.Kind.CONFIGURATION) {
                backups.volumes().bringBack(part, deadline);
            } else if (target.backup().orElseThrow().volumes().contains(part.name())) {
                backups.volumes().replace(part, serving, work, deadline);
            } else {
                // There is no copy of its present files to go back to.
                log.warn("Volume '" + part.name() + "' is left as it is: it is not among the 'volumes' of the target's"
                        + " 'backup' any more.");
            }
        }
    }

    private void toPresentData() {
        BackupRecord present = before.orElseThrow();
        backups.database().replace(present, "restore-back", Deadline.in(Backups.TIME));
        replaceParts(present, "restore-back");
    }

    private DeployFailedException goBack(RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        try {
            run.phase(Phase.ROLLBACK, untouched ? "the data was not touched" : "to the data of before", () -> {
                if (!untouched) {
                    stack.stop(serving, services);
                    toPresentData();
                }
                stack.start(serving, services);
                return null;
            });
            State state = untouched ? State.FAILED : State.ROLLED_BACK;
            run.endAfter(cause, state, "failed in phase " + failed.label() + "; the data is what it was");
            return failure(
                    untouched ? ExitCode.FAILED : ExitCode.ROLLED_BACK,
                    failed,
                    (untouched ? "The data was not touched" : "The data of before is back") + ", and release "
                            + serving.id() + " serves again, healthy."
                            + otherRelease(),
                    cause);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            run.endAfter(cause, State.NEEDS_ATTENTION, "failed in phase " + failed.label() + "; going back failed");
            return failure(ExitCode.NEEDS_ATTENTION, failed, left(e), cause);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String otherRelease() {
        return choice.other()
                .map(release -> " The backup is from when release " + release
                        + " served: where this one cannot run on its data, run 'rollback --to " + release
                        + " --force' first.")
                .orElse("");
    }

    private String left(RuntimeException e) {
        String data = untouched
                ? "The data was not touched, but starting the services again failed: "
                : "Going back to the data of before failed too: ";
        String backup = before.filter(made -> !untouched)
                .map(made -> " The data of before is backup '" + made.id() + "': restore it, or")
                .orElse(" To start them,");
        return data + e.getMessage() + " Look at the host." + backup + " run 'rollback --to " + serving.id() + "'.";
    }

    private DeployFailedException failure(ExitCode code, Phase failed, String state, RuntimeException cause) {
        return new DeployFailedException(
                code,
                failed,
                run.record(),
                "Restoring backup '" + choice.backup().id() + "' on '" + target.name() + "' failed in phase "
                        + failed.label() + ": " + cause.getMessage() + "\n" + state,
                "",
                cause);
    }

    /** The release that serves, once more: what comes after it is on other data. */
    private ReleaseRecord record(TargetStore.State state) {
        BackupRecord backup = choice.backup();
        return new ReleaseRecord(
                        1,
                        ReleaseRun.newId(clock.now(), state, serving.revision()),
                        serving.application(),
                        serving.target(),
                        serving.revision(),
                        serving.planHash(),
                        serving.images(),
                        serving.configs(),
                        serving.variables(),
                        serving.files(),
                        serving.profiles(),
                        serving.envFiles(),
                        serving.transferred(),
                        List.of(),
                        false,
                        backup.schema(),
                        State.RUNNING,
                        "data of backup " + backup.id(),
                        request.by(),
                        clock.now(),
                        Optional.empty(),
                        serving.previous())
                .restoring(backup.id());
    }
}
