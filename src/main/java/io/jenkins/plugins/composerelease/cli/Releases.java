package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.ReleaseEngine;
import io.jenkins.plugins.composerelease.engine.deploy.BackupRequest;
import io.jenkins.plugins.composerelease.engine.deploy.EndpointVerifier;
import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck;
import io.jenkins.plugins.composerelease.engine.deploy.Journal;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Restore;
import io.jenkins.plugins.composerelease.engine.deploy.RestoreRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Rollback;
import io.jenkins.plugins.composerelease.engine.deploy.RollbackRequest;
import io.jenkins.plugins.composerelease.engine.deploy.SettleRequest;
import io.jenkins.plugins.composerelease.engine.deploy.TargetLook;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The engine, connected to one target. */
interface Releases extends AutoCloseable {

    Plan plan(ReleaseRequest request);

    ReleaseRecord deploy(ReleaseRequest request, Plan approved);

    Rollback.Choice chooseRollback(RollbackRequest request);

    ReleaseRecord rollback(RollbackRequest request);

    TargetLook status(Target target);

    Journal.Page journal(Target target, String release);

    BackupRecord backup(BackupRequest request);

    List<BackupRecord> backups(Target target);

    Restore.Choice chooseRestore(RestoreRequest request);

    BackupRecord restore(RestoreRequest request);

    List<ReleaseRecord> settle(SettleRequest request);

    HeldCheck.Outcome check(
            HeldCheck.Request request, Consumer<ReleaseRecord> ready, Supplier<Optional<HeldCheck.Verdict>> verdict);

    List<Plan.Check> reachability(Target target);

    void verify(Target target, EndpointCheck check);

    @Override
    void close();

    /** The engine's methods on a host, which is closed with it. */
    static Releases of(ReleaseEngine engine, Host host, ReleaseLog log) {
        return new Releases() {
            @Override
            public Plan plan(ReleaseRequest request) {
                return engine.plan(request, host);
            }

            @Override
            public ReleaseRecord deploy(ReleaseRequest request, Plan approved) {
                return engine.deploy(request, Optional.of(approved), host);
            }

            @Override
            public Rollback.Choice chooseRollback(RollbackRequest request) {
                return engine.chooseRollback(request, host);
            }

            @Override
            public ReleaseRecord rollback(RollbackRequest request) {
                return engine.rollback(request, host);
            }

            @Override
            public TargetLook status(Target target) {
                return engine.status(target, host);
            }

            @Override
            public Journal.Page journal(Target target, String release) {
                return engine.journal(target, release, host);
            }

            @Override
            public BackupRecord backup(BackupRequest request) {
                return engine.backup(request, host);
            }

            @Override
            public List<BackupRecord> backups(Target target) {
                return engine.backups(target, host);
            }

            @Override
            public Restore.Choice chooseRestore(RestoreRequest request) {
                return engine.chooseRestore(request, host);
            }

            @Override
            public BackupRecord restore(RestoreRequest request) {
                return engine.restore(request, host);
            }

            @Override
            public List<ReleaseRecord> settle(SettleRequest request) {
                return engine.settle(request, host);
            }

            @Override
            public HeldCheck.Outcome check(
                    HeldCheck.Request request,
                    Consumer<ReleaseRecord> ready,
                    Supplier<Optional<HeldCheck.Verdict>> verdict) {
                return engine.check(request, host, ready, verdict);
            }

            @Override
            public List<Plan.Check> reachability(Target target) {
                return engine.reachability(target, host);
            }

            @Override
            public void verify(Target target, EndpointCheck check) {
                new EndpointVerifier(host, target.project(), log).verify(check);
            }

            @Override
            public void close() {
                host.close();
            }
        };
    }
}
