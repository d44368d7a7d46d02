package io.jenkins.plugins.composerelease.engine;

import io.jenkins.plugins.composerelease.engine.deploy.BackupRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Backups;
import io.jenkins.plugins.composerelease.engine.deploy.Deployer;
import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck;
import io.jenkins.plugins.composerelease.engine.deploy.Journal;
import io.jenkins.plugins.composerelease.engine.deploy.Planner;
import io.jenkins.plugins.composerelease.engine.deploy.Reachability;
import io.jenkins.plugins.composerelease.engine.deploy.RegistrySource;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Restore;
import io.jenkins.plugins.composerelease.engine.deploy.RestoreRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Rollback;
import io.jenkins.plugins.composerelease.engine.deploy.RollbackRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Settle;
import io.jenkins.plugins.composerelease.engine.deploy.SettleRequest;
import io.jenkins.plugins.composerelease.engine.deploy.TargetLook;
import io.jenkins.plugins.composerelease.engine.deploy.TargetStore;
import io.jenkins.plugins.composerelease.engine.migrate.MigratorFactory;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The release of published images to a target: plan it, carry it out, go back, look. */
public final class ReleaseEngine {
    private final Planner planner;
    private final Deployer deployer;
    private final Rollback rollback;
    private final Backups backups;
    private final Restore restore;
    private final Clock clock;
    private final UnaryOperator<String> mask;
    private final ReleaseLog log;

    /**
     * @param local runs {@code docker compose config} on the workspace
     * @param registries asked for the digests of images
     * @param migrators opens the migrator that a target names
     * @param mask hides secrets in what targets remember of others' words
     */
    public ReleaseEngine(
            CommandRunner local,
            RegistrySource registries,
            MigratorFactory migrators,
            Clock clock,
            ReleaseLog log,
            UnaryOperator<String> mask) {
        this.clock = clock;
        this.mask = mask;
        this.log = log;
        this.planner = new Planner(local, registries, migrators, clock, log);
        this.deployer = new Deployer(planner, migrators, clock, log, mask);
        this.rollback = new Rollback(clock, log, mask);
        this.backups = new Backups(clock, log, mask);
        this.restore = new Restore(clock, log, mask);
    }

    /** Everything a release would change. Read-only. */
    public Plan plan(ReleaseRequest request, Host host) {
        return planner.plan(request, host);
    }

    /** @see Deployer#deploy */
    public ReleaseRecord deploy(ReleaseRequest request, Optional<Plan> approved, Host host) {
        return deployer.deploy(request, approved, host);
    }

    /** What {@link #rollback} would go back to. Read-only. */
    public Rollback.Choice chooseRollback(RollbackRequest request, Host host) {
        return rollback.choose(request, host);
    }

    /** @see Rollback#rollBack */
    public ReleaseRecord rollback(RollbackRequest request, Host host) {
        return rollback.rollBack(request, host);
    }

    /** @see Backups#make */
    public BackupRecord backup(BackupRequest request, Host host) {
        return backups.make(request, host);
    }

    /** A target's backups, newest first. Read-only. */
    public List<BackupRecord> backups(Target target, Host host) {
        return Backups.list(target, host);
    }

    /** What {@link #restore} would do. Read-only. */
    public Restore.Choice chooseRestore(RestoreRequest request, Host host) {
        return restore.choose(request, host);
    }

    /** @see Restore#restore */
    public BackupRecord restore(RestoreRequest request, Host host) {
        return restore.restore(request, host);
    }

    /** @see Settle#settle */
    public List<ReleaseRecord> settle(SettleRequest request, Host host) {
        return Settle.settle(request, host, clock, log, mask);
    }

    /** @see HeldCheck#hold */
    public HeldCheck.Outcome check(
            HeldCheck.Request request,
            Host host,
            Consumer<ReleaseRecord> ready,
            Supplier<Optional<HeldCheck.Verdict>> verdict) {
        return new HeldCheck(clock, mask).hold(request, host, ready, verdict);
    }

    /** Whether a target could take a release. Read-only. */
    public List<Plan.Check> reachability(Target target, Host host) {
        return Reachability.of(target, host, clock);
    }

    /** What a target remembers and runs. Read-only. */
    public TargetLook status(Target target, Host host) {
        return TargetLook.at(target, host, clock);
    }

    /** What a target's journal says of a release. Read-only. */
    public Journal.Page journal(Target target, String release, Host host) {
        return new TargetStore(host, target, clock).journalOf(release);
    }
}
