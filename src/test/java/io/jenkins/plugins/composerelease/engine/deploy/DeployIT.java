package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.SLOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Releases, refusals and rollbacks on a real host: what runs there before and after. */
public class DeployIT {
    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        List.of("1", "2", BAD, SLOW).forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        shop.file("compose.yaml", DeployImages.services("web"));
    }

    @Test
    public void rollbackRestoresTransferredFilesAndRemovesThoseThatTheFailedReleaseAdded() throws IOException {
        shop.file("compose.yaml", DeployImages.services("web") + "    volumes: [\"./conf:/conf:ro\"]\n");
        shop.transfer = List.of("conf");
        shop.file("conf/changed", "before");
        shop.file("conf/dropped", "before");
        shop.deploy("1");
        shop.file("conf/changed", "after");
        shop.file("conf/added", "after");
        shop.delete("conf/dropped");
        ReleaseException failure = failure(() -> shop.deploy(BAD));
        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.ROLLED_BACK.code());
        String all = "cd \"$0\" && for f in *; do echo \"$f $(cat \"$f\")\"; done";
        assertThat(shop.in("web", "sh", "-c", all, "/conf").lines())
                .containsExactly("changed before", "dropped before");
        assertThat(shop.shell("ls -- \"$1/conf\"").lines()).containsExactly("changed", "dropped");
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void commitsTagThatMovedSinceThePublishIsRefusedInPlanAndDeploy() {
        String commit = DeployFixture.revision(shop.project).substring(0, 40);
        DeployImages.tag("sha-" + commit, "1");
        ReleaseRequest request = shop.tagged("1", commit);
        Plan approved = shop.engine().plan(request, shop.host);
        assertThat(approved.checks()).allMatch(Plan.Check::ok);
        DeployImages.tag("sha-" + commit, BAD);
        String moved = "tag 'sha-" + commit + "' of '"
                + DeployImages.web("1").reference().name() + "' stands for "
                + DeployImages.web(BAD).reference().digest().orElseThrow() + " now, and for "
                + DeployImages.web("1").reference().digest().orElseThrow() + " when it was published";

        ReleaseException failure = failure(() -> shop.engine().deploy(request, Optional.of(approved), shop.host));

        assertThat(failure).hasMessageContaining(moved);
        assertThat(shop.engine().plan(request, shop.host).checks())
                .anyMatch(check -> !check.ok() && check.detail().contains(moved));
        assertThat(shop.containers()).isEmpty();
    }

    @Test
    public void planThatMovedIsRefused() {
        shop.transfer = List.of("conf");
        shop.file("conf/a", "before");
        shop.deploy("1");
        Map<String, String> before = shop.containers();
        Plan approved = shop.plan("2");
        shop.file("conf/a", "after");
        ReleaseRequest moved = shop.request("2", Duration.ZERO);
        ReleaseException file = failure(() -> shop.engine().deploy(moved, Optional.of(approved), shop.host));
        assertThat(file.exitCode()).as(file.getMessage()).isEqualTo(ExitCode.PLAN_REFUSED.code());
        assertThat(file).hasMessageContaining("conf/a").hasMessageNotContaining("image of");
        shop.file("conf/a", "before");
        ReleaseRequest republished = shop.republished("2", BAD);
        ReleaseException image = failure(() -> shop.engine().deploy(republished, Optional.of(approved), shop.host));
        assertThat(image.exitCode()).as(image.getMessage()).isEqualTo(ExitCode.PLAN_REFUSED.code());
        assertThat(image)
                .hasMessageContaining("web")
                .hasMessageContaining(DeployImages.web("2").reference().toString())
                .hasMessageContaining(DeployImages.web(BAD).reference().toString())
                .hasMessageNotContaining("conf/a");
        assertThat(shop.containers()).isEqualTo(before);
        assertThat(shop.look().releases()).hasSize(1);
        assertThat(shop.shell("cat -- \"$1/conf/a\"")).isEqualTo("before");
    }

    @Test
    public void secondReleaseIsRefusedNamingTheOwnerWhileTheLockIsHeld() {
        TargetLock held = TargetLock.take(shop.host, shop.target(), "build 7 of shop", Duration.ZERO);
        try {
            ReleaseException refused = failure(() -> shop.deploy("1"));
            assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.LOCKED.code());
            assertThat(refused).hasMessageContaining("build 7 of shop");
            assertThat(shop.containers()).isEmpty();
            assertThat(shop.look().lockedBy()).contains("build 7 of shop");
        } finally {
            held.close();
        }
    }

    @Test
    public void waitsForTheLockWithinLockWait() throws Exception {
        ReleaseRequest patient = shop.request("1", Duration.ofSeconds(30));
        CompletableFuture<ReleaseRecord> release;
        TargetLock held = TargetLock.take(shop.host, shop.target(), "build 7 of shop", Duration.ZERO);
        try {
            release = CompletableFuture.supplyAsync(() -> shop.engine().deploy(patient, Optional.empty(), shop.host));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> shop.log.lines().stream().anyMatch(line -> line.startsWith("phase LOCK started")));
            assertThat(release).isNotDone();
        } finally {
            held.close();
        }
        assertThat(release.get(60, TimeUnit.SECONDS).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    public void limitedSwitchLeavesOtherServicesAndTheirRecordsAlone() {
        shop.file("compose.yaml", DeployImages.services("side", "web"));
        shop.published = List.of("side", "web");
        ReleaseRecord first = shop.deploy("1");
        String side = shop.containers().get("side");
        shop.services = List.of("web");
        ReleaseRecord second = shop.deploy("2");
        failure(() -> shop.deploy(BAD));
        assertThat(shop.containers()).containsEntry("side", side);
        assertThat(shop.served("side")).isEqualTo("1");
        assertThat(shop.served("web")).isEqualTo("2");
        assertThat(second.images()).containsEntry("side", first.images().get("side"));
        assertThat(second.configs()).containsEntry("side", first.configs().get("side"));
        assertThat(shop.newest().state()).isEqualTo(State.ROLLED_BACK);
        shop.services = List.of();
        assertThat(shop.plan("2").changes())
                .extracting(Plan.ServiceChange::service, Plan.ServiceChange::action)
                .containsExactlyInAnyOrder(tuple("side", Action.RECREATE), tuple("web", Action.KEEP));
    }

    @Test
    public void rotatedSecretRecreatesItsServicesOnly() {
        shop.file(
                "compose.yaml",
                DeployImages.services("side", "web")
                        + "    secrets: [token]\nsecrets: {token: {file: ./not-on-the-host}}\n");
        shop.published = List.of("side", "web");
        shop.token = Optional.of("first token");
        shop.deploy("1");
        Map<String, String> before = shop.containers();
        shop.token = Optional.of("second token");
        shop.deploy("1");
        assertThat(shop.containers().get("side")).isEqualTo(before.get("side"));
        assertThat(shop.containers().get("web")).isNotEqualTo(before.get("web"));
        assertThat(shop.in("web", "cat", "/run/secrets/token")).isEqualTo("second token");
    }

    @Test
    public void unchangedReleaseRecreatesNothing() {
        shop.file("compose.yaml", DeployImages.services("web") + "    volumes: [\"./conf:/conf:ro\"]\n");
        shop.transfer = List.of("conf");
        shop.file("conf/a", "same");
        ReleaseRecord first = shop.deploy("1");
        Map<String, String> before = shop.containers();
        ReleaseRecord again = shop.deploy("1");
        assertThat(shop.containers()).isEqualTo(before);
        assertThat(shop.look().serving()).contains(again.id());
        assertThat(again.previous()).contains(first.id());
    }

    @Test
    public void rollbackPullsImagesThatWerePruned() {
        ReleaseRecord first = shop.deploy("1");
        shop.deploy("2");
        String image = first.images().get("web").toString();
        shop.shell("docker rmi --force " + image + " && ! docker image inspect " + image + " 2> /dev/null");
        ReleaseRecord back = shop.rollBack(Optional.empty(), false);
        assertThat(back.images()).isEqualTo(first.images());
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void composeByHandIsRefusedAndChangesNothing() {
        shop.shell("mkdir -p \"$1\" && echo 'services: {web: {image: by-hand}}' > \"$1/docker-compose.yml\"");
        shop.deploy("1");
        Map<String, String> before = shop.containers();

        String said = shop.shell("cd \"$1\" && { docker compose up -d 2>&1 && echo started; docker compose down 2>&1"
                + " && echo stopped; true; }");

        assertThat(said)
                .contains("this stack is released by compose-release")
                .doesNotContain("started")
                .doesNotContain("stopped");
        assertThat(shop.containers()).isEqualTo(before);
        assertThat(shop.shell("cat \"$1/docker-compose.yml.before-compose-release\""))
                .contains("by-hand");
        assertThat(shop.shell("stat -c %s \"$1/.compose-release/reserve\"").strip())
                .isEqualTo("4194304");
    }

    @Test
    public void variableOnlySetOnThisMachineFailsThePreflight() {
        assertThat(System.getenv("PATH")).isNotNull();
        shop.file(
                "compose.yaml",
                DeployImages.services("web") + "    environment: [\"A=${PATH}\", \"B=${ONLY_IN_DOTENV}\"]\n");
        shop.file(".env", "ONLY_IN_DOTENV=here\n");
        ReleaseException refused = failure(() -> shop.deploy("1"));
        assertThat(refused.exitCode()).as(refused.getMessage()).isEqualTo(ExitCode.PLAN_REFUSED.code());
        assertThat(refused).hasMessageContaining("variables").hasMessageContaining("PATH");
        assertThat(refused).hasMessageContaining("ONLY_IN_DOTENV");
        assertThat(shop.shell("test ! -e \"$1\" && echo nothing")).isEqualToIgnoringNewLines("nothing");
    }

    @Test
    public void interruptDuringSwitchRollsBack() throws Exception {
        shop.deploy("1");
        FutureTask<Boolean> release = new FutureTask<>(() -> {
            ReleaseException failure = failure(() -> shop.deploy(SLOW));
            assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.ROLLED_BACK.code());
            return Thread.interrupted();
        });
        Thread thread = new Thread(release, "release");
        thread.start();
        await().ignoreExceptions().atMost(Duration.ofSeconds(30)).until(() -> shop.served("web")
                .equals(SLOW));
        thread.interrupt();
        assertThat(release.get(60, TimeUnit.SECONDS)).as("still interrupted").isTrue();
        assertThat(shop.served("web")).isEqualTo("1");
        assertThat(shop.newest().state()).isEqualTo(State.ROLLED_BACK);
        assertThat(shop.look().lockedBy()).isEmpty();
    }
}
