package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.BackupRequest;
import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Restore;
import io.jenkins.plugins.composerelease.engine.deploy.RestoreRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Rollback;
import io.jenkins.plugins.composerelease.engine.deploy.RollbackRequest;
import io.jenkins.plugins.composerelease.engine.deploy.TargetLook;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** An engine that does nothing and tells what it was asked to do; failures and log lines are put in by the test. */
final class FakeReleases extends Parts implements Releases {
    static final ImageReference IMAGE =
            ImageReference.parse("localhost:5000/shop/web@sha256:" + "0123456789abcdef".repeat(4));
    static final BackupRecord BACKUP = new BackupRecord(
            1,
            "20260102T040000000Z-backup",
            "/srv/shop/.compose-release/backups/20260102T040000000Z-backup.dump",
            4096,
            250,
            Optional.of("20260102T030405006Z-abcdef0"),
            "shop",
            Optional.of("3"),
            "bob",
            Instant.parse("2026-01-02T04:00:00Z"));
    final List<String> calls = new ArrayList<>();
    Optional<RuntimeException> failure = Optional.empty();
    Optional<String> printed = Optional.empty();
    boolean feasible = true;
    Runnable onReady = () -> {};
    Consumer<ReleaseLog> during = told -> {};
    HeldCheck.End end = HeldCheck.End.VERDICT;
    Target target;
    ReleaseRequest request;
    private ReleaseLog log;

    @Override
    Releases releases(Target wanted, ReleaseLog wantedLog, UnaryOperator<String> mask) {
        target = wanted;
        log = wantedLog;
        calls.add("connect " + wanted.name());
        return this;
    }

    @Override
    public Plan plan(ReleaseRequest asked) {
        calls.add("plan");
        request = asked;
        printed.ifPresent(line -> log.output("fake", line));
        return plan();
    }

    @Override
    public ReleaseRecord deploy(ReleaseRequest asked, Plan approved) {
        calls.add("deploy " + approved.id());
        during.accept(log);
        failure.ifPresent(e -> {
            throw e;
        });
        return record("20260102T030405006Z-abcdef0");
    }

    @Override
    public Rollback.Choice chooseRollback(RollbackRequest asked) {
        calls.add("choose " + asked.to().orElse("previous"));
        return new Rollback.Choice(record("20260101T030405006Z-1234567"), "the schema is the one it was released on");
    }

    @Override
    public ReleaseRecord rollback(RollbackRequest asked) {
        calls.add("rollback force=" + asked.force() + " by " + asked.by());
        return record("20260103T030405006Z-1234567");
    }

    @Override
    public TargetLook status(Target asked) {
        calls.add("status");
        ReleaseRecord record = record("20260102T030405006Z-abcdef0");
        return new TargetLook(
                asked.name(),
                Optional.of(record.id()),
                Optional.of("alice"),
                List.of("web"),
                List.of(record),
                backups(asked));
    }

    @Override
    public BackupRecord backup(BackupRequest asked) {
        calls.add("backup by " + asked.by());
        return BACKUP;
    }

    @Override
    public List<BackupRecord> backups(Target asked) {
        return List.of(BACKUP);
    }

    @Override
    public Restore.Choice chooseRestore(RestoreRequest asked) {
        calls.add("choose backup " + asked.backup());
        return new Restore.Choice(BACKUP, record("20260102T030405006Z-abcdef0"), Optional.empty());
    }

    @Override
    public BackupRecord restore(RestoreRequest asked) {
        calls.add("restore by " + asked.by());
        failure.ifPresent(e -> {
            throw e;
        });
        return BACKUP;
    }

    @Override
    public HeldCheck.Outcome check(
            HeldCheck.Request asked, Consumer<ReleaseRecord> ready, Supplier<Optional<HeldCheck.Verdict>> verdict) {
        calls.add("check " + asked.name() + " by " + asked.by() + " for " + asked.limit());
        ReleaseRecord record = record("20260102T030405006Z-abcdef0");
        ready.accept(record);
        onReady.run();
        HeldCheck.Verdict given =
                verdict.get().or(verdict).orElse(new HeldCheck.Verdict(false, "no verdict after 1.0 s"));
        ReleaseRecord.Check check =
                new ReleaseRecord.Check(asked.name(), given.passed(), given.detail(), Instant.EPOCH, asked.by());
        return new HeldCheck.Outcome(record.checked(check), check, end);
    }

    @Override
    public List<Plan.Check> reachability(Target asked) {
        calls.add("reachability");
        failure.ifPresent(e -> {
            throw e;
        });
        return plan().checks();
    }

    @Override
    public void verify(Target asked, EndpointCheck check) {
        calls.add("verify " + check.url() + " from " + check.from());
        failure.ifPresent(e -> {
            throw e;
        });
    }

    @Override
    public void close() {
        calls.add("close");
    }

    Plan plan() {
        return new Plan(
                "shop",
                "production",
                "abcdef0123",
                Map.of("web", IMAGE),
                List.of(new Plan.ServiceChange(
                        "web", Optional.empty(), IMAGE, Plan.Action.CREATE, "the service is new")),
                List.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(new Plan.Check("disk", feasible, "1 GiB free", "Free some space.")),
                List.of(),
                "",
                Plan.Details.NONE);
    }

    static ReleaseRecord record(String id) {
        return new ReleaseRecord(
                1,
                id,
                "shop",
                "production",
                "abcdef0123",
                "00",
                Map.of("web", IMAGE),
                Map.of(),
                Map.of(),
                List.of("compose.yaml"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.of("3"),
                ReleaseRecord.State.SUCCEEDED,
                "verified and serving",
                "alice",
                Instant.parse("2026-01-02T03:04:05Z"),
                Optional.of(Instant.parse("2026-01-02T03:05:05Z")),
                Optional.empty());
    }
}
