package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.util.List;

/** Keeps the database's data before migrations change it. */
final class BackupStep {
    private final ReleaseRequest request;
    private final Target target;
    private final Prepared prepared;
    private final Host host;
    private final HostStack stack;
    private final ReleaseRun run;
    private final Clock clock;

    BackupStep(ReleaseRequest request, Prepared prepared, Host host, HostStack stack, ReleaseRun run, Clock clock) {
        this.request = request;
        this.target = request.target();
        this.prepared = prepared;
        this.host = host;
        this.stack = stack;
        this.run = run;
        this.clock = clock;
    }

    String make() {
        boolean pending = !prepared.plan().migrations().isEmpty();
        if (target.backup().isEmpty() || !pending) {
            return target.backup().isEmpty() ? "none configured" : "no migration pending";
        }
        String service = target.backup().get().service();
        if (!prepared.running().running().contains(service)) {
            // It may well hold data: a stopped database, or the volume that a failed first release left.
            stack.ensureRunning(run.record(), List.of(service));
        }
        PgBackup backup =
                new PgBackup(host, ReleasePaths.of(target), target.backup().get(), stack.project(run.record()));
        BackupRecord made = backup.make(
                run.record().id(), prepared.state().serving(), request.by(), clock.now(), Deadline.in(Backups.TIME));
        backup.pruneOfReleases(prepared.state().current().orElse(made.id()));
        return PgBackup.describe(made);
    }
}
