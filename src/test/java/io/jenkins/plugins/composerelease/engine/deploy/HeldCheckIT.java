package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.adapter.ssh.SshTargets;
import io.jenkins.plugins.composerelease.cli.Main;
import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck.Verdict;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A check on a real host: nobody releases while it runs, and the release remembers how it went. */
public class HeldCheckIT {
    @Rule
    public final DeployFixture shop = new DeployFixture();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private volatile Optional<Verdict> verdict = Optional.empty();
    private volatile Thread thread;

    @BeforeClass
    public static void build() {
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void deploy() {
        shop.file("compose.yaml", DeployImages.services("web"));
        shop.deploy("1");
    }

    @Test
    public void keepsOthersOutUntilTheVerdictAndRecordsIt() throws Exception {
        Plan plan = shop.plan("2");
        CompletableFuture<HeldCheck.Outcome> check = begin(Duration.ofMinutes(2));
        ReleaseException refused = failure(() -> shop.deploy("2"));
        assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.LOCKED.code());
        assertThat(refused).hasMessageContaining("build 7, check 'e2e'");
        assertThat(shop.look().lockedBy()).contains("build 7, check 'e2e'");
        CompletableFuture<ReleaseRecord> patient = CompletableFuture.supplyAsync(
                () -> shop.engine().deploy(shop.request("2", Duration.ofMinutes(1)), Optional.of(plan), shop.host));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> shop.log.lines().stream()
                                .filter(line -> line.startsWith("phase LOCK started"))
                                .count()
                        == 3);
        assertThat(patient).isNotDone();
        assertThat(shop.served("web")).isEqualTo("1");
        verdict = Optional.of(new Verdict(true, "12 tests"));
        HeldCheck.Outcome outcome = check.get(30, TimeUnit.SECONDS);
        assertThat(outcome.end()).isEqualTo(HeldCheck.End.VERDICT);
        ReleaseRecord second = patient.get(1, TimeUnit.MINUTES);
        List<ReleaseRecord> records = shop.look().releases();
        assertThat(records.get(0)).isEqualTo(second);
        assertThat(second.checks()).isEmpty();
        assertThat(records.get(1).checks()).containsExactly(outcome.check());
        assertThat(outcome.check())
                .extracting("name", "passed", "detail", "by")
                .containsExactly("e2e", true, "12 tests", "build 7");
        assertThat(shop.look().lockedBy()).isEmpty();
    }

    @Test
    public void keepsTheLastResultOfEachCheckAndDoesNotMoveThePlan() throws Exception {
        Plan before = shop.plan("2");
        for (boolean passed : List.of(true, false)) {
            verdict = Optional.of(new Verdict(passed, ""));
            begin(Duration.ofMinutes(1)).get(30, TimeUnit.SECONDS);
        }
        assertThat(shop.newest().checks()).extracting("passed").containsExactly(false);
        assertThat(shop.plan("2").hash()).isEqualTo(before.hash());
        assertThat(shop.plan("2").feasible()).isTrue();
        ReleaseRecord second = shop.engine().deploy(shop.request("2", Duration.ZERO), Optional.of(before), shop.host);
        assertThat(second.state()).isEqualTo(ReleaseRecord.State.SUCCEEDED);
    }

    @Test
    public void countsAsFailedAtTheLimitAndWhenInterrupted() throws Exception {
        HeldCheck.Outcome late = begin(Duration.ofMillis(300)).get(30, TimeUnit.SECONDS);
        assertThat(late.end()).isEqualTo(HeldCheck.End.LIMIT);
        assertThat(shop.newest().checks()).containsExactly(late.check());
        assertThat(late.check().passed()).isFalse();
        assertThat(late.check().detail()).isEqualTo("no verdict after 0.3 s");
        CompletableFuture<HeldCheck.Outcome> check = begin(Duration.ofMinutes(2));
        thread.interrupt();
        assertThat(check.get(30, TimeUnit.SECONDS).end()).isEqualTo(HeldCheck.End.STOPPED);
        assertThat(shop.newest().checks()).extracting("detail").containsExactly("stopped before its verdict");
        assertThat(shop.look().lockedBy()).isEmpty();
    }

    @Test
    public void refusesATargetWithoutReleaseOrWithAnUnsettledOne() {
        String id = shop.newest().id();
        shop.shell("sed -i 's/SUCCEEDED/NEEDS_ATTENTION/' \"$1/.compose-release/releases/" + id + "/record.json\"");
        ReleaseException unsettled = failure(() -> hold(Duration.ofSeconds(30)));
        assertThat(unsettled.exitCode()).isEqualTo(ExitCode.NEEDS_ATTENTION.code());
        shop.shell("rm -- \"$1/.compose-release/current\"");
        ReleaseException none = failure(() -> hold(Duration.ofSeconds(30)));
        assertThat(none).hasMessageContaining("has no release to check");
        assertThat(shop.look().lockedBy()).isEmpty();
    }

    /** As a program that is told to stop: what it records, and what it leaves. */
    @Test
    public void recordsAFailureWhenTheProgramIsToldToStop() throws Exception {
        Path workspace = folder.getRoot().toPath();
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                targets:
                  production: {host: %s, port: %d, user: %s, hostKey: %s, identity: "file:%s", directory: %s,
                    project: %s, files: [compose.yaml]}
                """.formatted(
                        shop.data.address(),
                        shop.data.port(),
                        shop.data.user(),
                        shop.data.publicKey(),
                        shop.data.keyFile(),
                        shop.directory,
                        shop.project));
        File log = workspace.resolve("log").toFile();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "check",
                        "--name=e2e",
                        "--verdict=verdict",
                        "--by=build 8",
                        "--events",
                        "--result=result.json")
                .directory(workspace.toFile())
                .redirectOutput(workspace.resolve("out").toFile())
                .redirectError(log)
                .start();
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> Files.readString(log.toPath()).contains("\u001e{\"type\":\"ready\""));
            assertThat(shop.look().lockedBy()).contains("build 8, check 'e2e'");
            program.destroy();
            assertThat(program.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(program.exitValue()).isEqualTo(143);
        } finally {
            program.destroyForcibly();
        }
        JsonNode result = Json.tree(Files.readString(workspace.resolve("result.json")), "the result");
        assertThat(result.path("exitCode").asInt()).isEqualTo(143);
        assertThat(result.path("output").path("passed").asBoolean(true)).isFalse();
        assertThat(shop.newest().checks()).extracting("by", "passed").containsExactly(tuple("build 8", false));
        assertThat(shop.look().lockedBy()).isEmpty();
    }

    /** Begins a check and returns when it has the lock. */
    private CompletableFuture<HeldCheck.Outcome> begin(Duration limit) throws InterruptedException {
        CompletableFuture<HeldCheck.Outcome> check = new CompletableFuture<>();
        CountDownLatch began = new CountDownLatch(1);
        Thread worker = new Thread(() -> {
            try {
                check.complete(hold(limit, began));
            } catch (RuntimeException e) {
                check.completeExceptionally(e);
                began.countDown();
            }
        });
        thread = worker;
        worker.start();
        assertThat(began.await(30, TimeUnit.SECONDS)).isTrue();
        return check;
    }

    private HeldCheck.Outcome hold(Duration limit) {
        return hold(limit, new CountDownLatch(1));
    }

    /** On a connection of its own, as a build of its own has it. */
    private HeldCheck.Outcome hold(Duration limit, CountDownLatch began) {
        HeldCheck.Request request = new HeldCheck.Request(shop.target(), "e2e", "build 7", Duration.ZERO, limit);
        try (SshHost host = SshHost.connect(
                "production", SshTargets.address(shop.data), shop.bed.agent(), Deadline.in(Duration.ofSeconds(30)))) {
            return new HeldCheck(Instant::now, shop.mask)
                    .hold(request, host, release -> began.countDown(), () -> verdict);
        }
    }
}
