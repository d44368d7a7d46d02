package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;

/** Keeps the data before migrations change it. */
final class BackupStep {
    private final ReleaseRequest request;
    private final Target target;
    private final Prepared prepared;
    private final Host host;
    private final HostStack stack;
    private final ReleaseRun run;
    private final Clock clock;
    private final ReleaseLog log;

    BackupStep(
            ReleaseRequest request,
            Prepared prepared,
            Host host,
            HostStack stack,
            ReleaseRun run,
            Clock clock,
            ReleaseLog log) {
        this.request = request;
        this.target = request.target();
        this.prepared = prepared;
        this.host = host;
        this.stack = stack;
        this.run = run;
        this.clock = clock;
        this.log = log;
    }

    String make() {
        boolean pending = !prepared.plan().migrations().isEmpty();
        if (target.backup().isEmpty() || !pending) {
            return target.backup().isEmpty() ? "none configured" : "no migration pending";
        }
        if (!prepared.running().running().contains(target.backup().get().service())
                && !(target.backup().get().database() instanceof Backup.Sqlite)) {
            // It may well hold data: a stopped database, or the volume that a failed first release left.
            stack.ensureRunning(run.record(), List.of(target.backup().get().service()));
        }
        BackupMaker maker = new BackupMaker(host, target, run.record(), log);
        Optional<BackupRecord> made = maker.make(
                run.record().id(), prepared.state().serving(), request.by(), clock.now(), Deadline.in(Backups.TIME));
        if (made.isEmpty()) {
            return "there is no database '" + target.backup().get().database().name() + "' yet";
        }
        run.update(run.record().with(run.record().more().withBackup(made.get().id())));
        maker.pruneOfReleases(prepared.state(), clock.now());
        return maker.describe(made.get());
    }
}
