package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Backups of a target's database between releases. */
public final class Backups {
    static final Duration TIME = Duration.ofMinutes(60);

    private final Clock clock;
    private final ReleaseLog log;
    private final UnaryOperator<String> mask;

    public Backups(Clock clock, ReleaseLog log, UnaryOperator<String> mask) {
        this.clock = clock;
        this.log = log;
        this.mask = mask;
    }

    /** A target's backups, newest first. Read-only. */
    public static List<BackupRecord> list(Target target, CommandRunner host) {
        return new BackupFiles(host, ReleasePaths.of(target)).list();
    }

    /**
     * Makes a backup under the target's lock, checks it, and keeps as many made by hand as the target's settings say.
     * Releases never remove it.
     *
     * @throws InvalidInputException if the target has no backup settings, no release, or its database does not run
     */
    public BackupRecord make(BackupRequest request, Host host) {
        Target target = request.target();
        TargetStore store = new TargetStore(host, target, clock, mask);
        ReleaseRun run = new ReleaseRun(store, log, clock);
        Backup settings = run.phase(Phase.PREFLIGHT, "", () -> requireDatabase(target, host));
        try (TargetLock lock = run.phase(
                Phase.LOCK, request.by(), () -> TargetLock.take(host, target, request.by(), request.lockWait()))) {
            TargetStore.State state = store.readToChange();
            ReleaseRecord serving = requireServing(state, target);
            run.on(serving, lock);
            String id = ReleaseRun.name(clock.now(), state, PgBackup.BY_HAND);
            PgBackup backup = new PgBackup(
                    LastingHost.of(lock, ReleasePaths.of(target), run),
                    ReleasePaths.of(target),
                    settings,
                    new HostStack(host, target, log).project(serving));
            BackupRecord[] made = new BackupRecord[1];
            run.phase(Phase.BACKUP, "by " + request.by(), () -> {
                made[0] = backup.make(id, Optional.of(serving), request.by(), clock.now(), Deadline.in(TIME));
                backup.pruneByHand();
                return PgBackup.describe(made[0]);
            });
            return made[0];
        }
    }

    /** The settings of a database that runs. */
    static Backup requireDatabase(Target target, CommandRunner host) {
        Backup settings = target.backup()
                .orElseThrow(() -> new InvalidInputException(
                        "Target '" + target.name() + "' has no 'backup'.", "Say in it which database to back up."));
        if (!RunningStack.inspect(host, target.project()).running().contains(settings.service())) {
            throw new InvalidInputException(
                    "Service '" + settings.service() + "', the database of target '" + target.name()
                            + "', does not run.",
                    "Start it: deploy or roll back, or start its container.");
        }
        return settings;
    }

    static ReleaseRecord requireServing(TargetStore.State state, Target target) {
        return state.serving()
                .orElseThrow(() -> new InvalidInputException(
                        "Target '" + target.name() + "' has no release yet.", "Deploy one first."));
    }
}
