package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans, failures and reports for the tests of this package. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private Samples() {}

    static ImageReference image(String name, char digit) {
        return ImageReference.parse("registry.example:5000/shop/" + name)
                .pinned("sha256:" + String.valueOf(digit).repeat(64));
    }

    static Plan plan(List<Plan.Check> checks) {
        return new Plan(
                "shop",
                "production",
                "1a2b3c4d5e6f",
                Map.of("api", image("api", 'b'), "db", image("db", 'd')),
                List.of(
                        new Plan.ServiceChange(
                                "api",
                                Optional.of(image("api", 'a')),
                                image("api", 'b'),
                                Plan.Action.RECREATE,
                                "new image"),
                        new Plan.ServiceChange(
                                "db", Optional.of(image("db", 'd')), image("db", 'd'), Plan.Action.KEEP, "unchanged"),
                        new Plan.ServiceChange(
                                "worker", Optional.empty(), image("api", 'b'), Plan.Action.CREATE, "new service")),
                List.of(
                        new Plan.PendingMigration("4", "add orders", Optional.of(42), List.of()),
                        new Plan.PendingMigration(
                                "5", "drop legacy", Optional.of(43), List.of("DROP TABLE legacy", "DROP COLUMN note"))),
                Optional.of("3"),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.of("20261030T101500Z-9f8e7d6"),
                checks,
                List.of("No backup is configured for this target."),
                "",
                new Plan.Details(
                        Map.of("api", List.of(":443", "127.0.0.1:9090")),
                        List.of("Service 'db' has no container, released was postgres:15."),
                        Optional.empty()));
    }

    static List<Plan.Check> goodChecks() {
        return List.of(
                new Plan.Check("SSH", true, "web1 as deploy, host key as configured", ""),
                new Plan.Check("Disk", true, "14.2 GB free, 0.4 GB needed", ""),
                new Plan.Check("Lock", true, "free", ""));
    }

    static Evidence evidence() {
        return new Evidence(
                "api",
                "exited with code 1",
                "shop-api-1",
                "running",
                "unhealthy",
                Optional.empty(),
                false,
                0,
                List.of("1: connect to 127.0.0.1:8080: connection refused", "1: HTTP 500 from /health"),
                List.of(
                        "2026-11-01T12:00:03Z INFO  starting, revision 1a2b3c4",
                        "2026-11-01T12:00:04Z ERROR column \"total\" does not exist <script>alert(1)</script>",
                        "2026-11-01T12:00:05Z WARN  ping @octocat about #12 in acme/shop#7"),
                List.of("worker"));
    }

    static Failure failure() {
        return new Failure(
                Scope.target("shop", "production"),
                "verify",
                Optional.of("api"),
                "Service 'api' on 'web1' was not healthy after 60 s (last status: unhealthy, 3 of 3 probes failed).",
                "Look at its log lines above; raise timeout if it needs longer.",
                Optional.of(evidence()),
                List.of(),
                new Run(
                        "shop #12",
                        Optional.of("https://ci.example/job/shop/12/"),
                        Optional.of("main"),
                        Optional.of("1a2b3c4")),
                List.of(
                        new StageResult("migrate", StageResult.Result.OK, Optional.of(Duration.ofMillis(1300))),
                        new StageResult("verify", StageResult.Result.FAILED, Optional.of(Duration.ofSeconds(60)))));
    }

    static ReportData report() {
        List<ReleaseReport> releases = new ArrayList<>();
        releases.add(
                release("First release", ReleaseRecord.State.SUCCEEDED, "All 3 services are healthy.", Optional.empty())
                        .withPlan(plan(goodChecks())));
        releases.add(release(
                        "A release with a pending migration",
                        ReleaseRecord.State.SUCCEEDED,
                        "Migrated to schema 5; all 3 services are healthy.",
                        Optional.empty())
                .withPlan(plan(goodChecks()))
                .withRequests(requests(0)));
        releases.add(release(
                        "A release whose migration fails",
                        ReleaseRecord.State.FAILED,
                        "Migration 6 failed: relation \"orders\" already exists. Nothing was switched; revision 9f8e7d6 keeps serving.",
                        Optional.of(Phase.MIGRATE))
                .withRequests(requests(0)));
        releases.add(release(
                        "A release that comes up unhealthy",
                        ReleaseRecord.State.ROLLED_BACK,
                        failure().error() + " The release before it is back.",
                        Optional.of(Phase.VERIFY))
                .withPlan(plan(goodChecks()))
                .withFailure(failure())
                .withIssue(new ReleaseReport.Link("#1", "http://127.0.0.1:4567/acme/shop/issues/1"))
                .withRequests(requests(17)));
        return new ReportData(
                "Compose Release demo",
                "shop, released 4 times to production",
                NOON,
                releases,
                List.of("The request loop sent one request at a time, without pause."));
    }

    private static ReleaseReport.Requests requests(long failed) {
        return new ReleaseReport.Requests(
                4_218,
                failed,
                Duration.ofNanos(2_345_000),
                Duration.ofMillis(14),
                failed == 0 ? Duration.ZERO : Duration.ofMillis(2_140));
    }

    private static ReleaseReport release(
            String title, ReleaseRecord.State state, String detail, Optional<Phase> failed) {
        return new ReleaseReport(
                title,
                "shop",
                "production",
                "1a2b3c4d5e6f",
                state,
                detail,
                NOON,
                Duration.ofMillis(18_400),
                phases(failed),
                services(failed),
                Optional.empty(),
                Map.of("api", image("api", 'b'), "db", image("db", 'd')),
                failed.isEmpty() ? List.of("4", "5") : List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<ServiceTime> services(Optional<Phase> failed) {
        if (failed.isPresent() && failed.get() != Phase.VERIFY) {
            return List.of();
        }
        ServiceTime.Span starting =
                new ServiceTime.Span("starting", Duration.ofMillis(4200), Duration.ofMillis(2500), "starting");
        ServiceTime.Span last = failed.isPresent()
                ? new ServiceTime.Span(
                        "failed", Duration.ofMillis(6700), Duration.ofSeconds(5), "became unhealthy <b>now</b>")
                : new ServiceTime.Span("healthy", Duration.ofMillis(6700), Duration.ofSeconds(5), "");
        return List.of(new ServiceTime("api", List.of(starting, last)));
    }

    private static List<PhaseTime> phases(Optional<Phase> failed) {
        List<PhaseTime> phases = new ArrayList<>();
        Duration start = Duration.ZERO;
        for (Phase phase : Phase.values()) {
            boolean fails = failed.isPresent() && failed.get() == phase;
            if (phase == Phase.ROLLBACK
                    || (failed.isPresent() && phase.compareTo(failed.get()) > 0 && phase != Phase.UNLOCK)) {
                continue;
            }
            Duration length = Duration.ofMillis(120 + 700L * (phase.ordinal() % 5));
            phases.add(new PhaseTime(
                    phase,
                    start,
                    length,
                    fails ? StageResult.Result.FAILED : StageResult.Result.OK,
                    "did what " + phase.label() + " does"));
            start = start.plus(length);
            if (fails && phase == Phase.VERIFY) {
                phases.add(new PhaseTime(
                        Phase.ROLLBACK,
                        start,
                        Duration.ofMillis(2900),
                        StageResult.Result.OK,
                        "release 20261030T101500Z-9f8e7d6 is back"));
                start = start.plusMillis(2900);
            }
        }
        return phases;
    }
}
