package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Goes back to a backup's data. The release that serves stays the same: its images, its files. */
public final class Restore {
    private static final Duration READ_HEAD = Duration.ofMinutes(1);

    private final Clock clock;
    private final ReleaseLog log;
    private final UnaryOperator<String> mask;

    public Restore(Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        this.clock = clock;
        this.log = log;
        this.mask = mask;
    }

    /**
     * What a restore would do, read-only.
     *
     * @throws InvalidInputException if there is no such backup, it is of another database, or the database does not run
     */
    public Choice choose(RestoreRequest request, Host host) {
        Target target = request.target();
        Backup settings = Backups.requireDatabase(target, host);
        TargetStore.State state = new TargetStore(host, target, clock).read();
        ReleaseRecord serving = Backups.requireServing(state, target);
        BackupRecord backup = new BackupFiles(host, ReleasePaths.of(target)).require(request.backup(), target.name());
        RunningStack running = RunningStack.inspect(host, target.project());
        if (running.oneOff()) {
            throw new InvalidInputException(
                    "A 'compose run' of project '" + target.project()
                            + "' is running, which may write to the database.",
                    "Wait until it has ended, or stop it with 'docker stop' after looking at what it does.");
        }
        String database = restorer(target, host, settings, serving).databaseOf(backup, Deadline.in(READ_HEAD));
        if (!database.equals(settings.database())) {
            throw new InvalidInputException(
                    "Backup '" + backup.id() + "' is of database '" + database + "', expected '" + settings.database()
                            + "'.",
                    "Use the id of one that 'backup --list' shows for this database.");
        }
        return new Choice(backup, serving, otherRelease(backup, serving, state));
    }

    /**
     * Replaces the data under the target's lock: stops all services but the database's, keeps the present data as a
     * backup, replaces it in one transaction, and starts and verifies what was stopped.
     *
     * @return the backup that was restored
     * @throws io.jenkins.plugins.composerelease.engine.model.DeployFailedException when it failed after it began: exit code
     *     FAILED where the data is what it was, ROLLED_BACK where it is that again, NEEDS_ATTENTION where that is not known
     */
    public BackupRecord restore(RestoreRequest request, Host host) {
        Target target = request.target();
        TargetStore store = new TargetStore(host, target, clock, mask);
        ReleaseRun run = new ReleaseRun(store, log, clock);
        run.phase(Phase.PREFLIGHT, "", () -> readWhole(request, host));
        try (TargetLock lock = run.phase(
                Phase.LOCK, request.by(), () -> TargetLock.take(host, target, request.by(), request.lockWait()))) {
            store.readToChange();
            Choice choice = choose(request, host);
            RestoreAttempt attempt = new RestoreAttempt(
                    request, choice, LastingHost.of(lock, ReleasePaths.of(target), run), run, log, clock);
            attempt.restore(store.ownedBy(lock), lock);
            return choice.backup();
        }
    }

    private String readWhole(RestoreRequest request, Host host) {
        Choice choice = choose(request, host);
        Target target = request.target();
        long bytes = new PgBackup(
                        host,
                        ReleasePaths.of(target),
                        target.backup().orElseThrow(),
                        new HostStack(host, target, log).project(choice.serving()))
                .check(choice.backup().file(), Deadline.in(Backups.TIME));
        return choice.backup().file() + ", " + bytes + " bytes, read whole";
    }

    private PgRestore restorer(Target target, Host host, Backup settings, ReleaseRecord serving) {
        return new PgRestore(host, settings, new HostStack(host, target, log).project(serving));
    }

    /** The release that the data is of, where that is another application than the one that serves. */
    private static Optional<String> otherRelease(BackupRecord backup, ReleaseRecord serving, TargetStore.State state) {
        return backup.release().filter(id -> !id.equals(serving.id())).filter(id -> state.find(id)
                .filter(record -> record.images().equals(serving.images()))
                .isEmpty());
    }

    /**
     * @param backup what would be restored
     * @param serving the release that serves, and would on that data
     * @param other release that the data is of, where it is not known that what serves can run on it
     */
    public record Choice(BackupRecord backup, ReleaseRecord serving, Optional<String> other) {

        /** Whose data it is, in words. */
        public String data() {
            String schema =
                    backup.schema().map(version -> ", schema " + version).orElse("");
            return backup.release()
                    .map(release -> "data of release " + release + schema
                            + other.map(id -> "; release " + serving.id() + " serves now, and may not run on it")
                                    .orElse(""))
                    .orElse("it is not recorded which release served when it was made");
        }
    }
}
