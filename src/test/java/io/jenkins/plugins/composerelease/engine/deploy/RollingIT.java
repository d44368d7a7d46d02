package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Hook;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** An application behind nginx on a real host: one container takes over from another, and nobody notices. */
public class RollingIT {
    private static final String NGINX = """
            worker_processes 2; pid /tmp/nginx.pid; error_log /dev/stderr;
            events {}
            http {
              access_log off;
              upstream app { server web:8080; }
              server {
                listen 8080;
                location / { proxy_connect_timeout 500ms; proxy_pass http://app; }
                location = /proxy { return 200 "%s"; }
              }
            }
            """;

    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        List.of("1", "2", BAD).forEach(DeployImages::web);
    }

    @Before
    public void writeFiles() {
        shop.variables.put("BASE_IMAGE", shop.bed.baseImage());
        shop.file("compose.yaml", DeployImages.services("web") + """
              proxy:
                image: ${BASE_IMAGE}
                init: true
                command: [nginx, -c, /conf/nginx.conf, -g, 'daemon off;']
                depends_on: [web]
                ports: ["127.0.0.1::8080"]
                volumes: ["./conf:/conf:ro"]
            """);
        shop.file("conf/nginx.conf", NGINX.formatted("first"));
        shop.transfer = List.of("conf");
        shop.rollout = new Rollout(
                Strategy.ROLLING,
                Duration.ofMillis(500),
                List.of(),
                Map.of(
                        "proxy",
                        new Hook(
                                List.of("nginx", "-c", "/conf/nginx.conf", "-t"),
                                List.of("nginx", "-c", "/conf/nginx.conf", "-s", "reload"))));
    }

    @Test
    public void noRequestFailsWhileVersionsTakeOverFromEachOther() {
        shop.deploy("1");
        String proxy = shop.containers().get("proxy");
        assertThat(shop.plan("2").changes())
                .extracting(ServiceChange::service, ServiceChange::action, change -> change.start()
                        .order())
                .containsExactly(
                        tuple("proxy", Action.KEEP, Start.Order.NONE),
                        tuple("web", Action.RECREATE, Start.Order.START_FIRST));
        RequestRounds requests = new RequestRounds(shop.host, address(proxy), 8080, "/VERSION");
        try (requests) {
            shop.deploy("2");
            shop.rollBack(Optional.empty(), false);
            shop.deploy("2");
            await().atMost(Duration.ofSeconds(60)).until(() -> requests.sent() > 1000);
        }
        assertThat(requests.failures()).isEmpty();
        assertThat(requests.answers()).containsExactlyInAnyOrder("1", "2");
        assertThat(shop.served("web")).isEqualTo("2");
        assertThat(shop.containers()).containsEntry("proxy", proxy).hasSize(2);
        assertThat(shop.plan("2").changes()).extracting(ServiceChange::action).containsOnly(Action.KEEP);
    }

    @Test
    public void unhealthyVersionIsRemovedAndTheOldContainerNeverStopped() {
        shop.deploy("1");
        Map<String, String> before = shop.containers();
        String started = started(before.get("web"));

        RequestRounds requests = new RequestRounds(shop.host, address(before.get("proxy")), 8080, "/VERSION");
        try (requests) {
            ReleaseException failure = failure(() -> shop.deploy(BAD));
            assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.ROLLED_BACK.code());
        }

        assertThat(requests.failures()).isEmpty();
        assertThat(requests.answers()).containsExactly("1");
        assertThat(shop.containers()).isEqualTo(before);
        assertThat(started(before.get("web"))).isEqualTo(started);
        assertThat(shop.newest().state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    public void replicasAreReplacedOneByOne() {
        shop.file(
                "compose.yaml",
                DeployImages.services("web") + "    deploy: {replicas: 3}\n    stop_grace_period: 1s\n");
        shop.rollout = new Rollout(Strategy.ROLLING, Duration.ZERO, List.of(), Map.of());
        shop.transfer = List.of();
        shop.deploy("1");

        shop.deploy("2");

        assertThat(shop.shell(
                                "docker ps -q --filter label=com.docker.compose.project=$2 | xargs docker inspect --format '{{.Config.Image}}'")
                        .lines())
                .hasSize(3)
                .containsOnly(DeployImages.web("2").reference().toString());
        assertThat(shop.log.lines()).contains("progress: web: a new container is healthy beside 3 old");
        assertThat(shop.log.lines()).contains("progress: web: a new container is healthy beside 1 old");
    }

    @Test
    public void brokenConfigurationIsRefusedBeforeAnythingIsSwitched() {
        shop.deploy("1");
        Map<String, String> before = shop.containers();
        shop.file("conf/nginx.conf", NGINX.formatted("second").replace("listen", "listne"));

        ReleaseException failure = failure(() -> shop.deploy("2"));

        assertThat(failure)
                .hasMessageContaining("Service 'proxy' refuses its new configuration")
                .hasMessageContaining("listne")
                .hasMessageContaining("keeps serving");
        assertThat(shop.containers()).isEqualTo(before);
        assertThat(shop.shell("cat \"$1/conf/nginx.conf\"")).contains("first");
        assertThat(shop.newest().state()).isEqualTo(State.FAILED);
    }

    @Test
    public void changedFilesAreReadAgainByTheSameContainer() {
        shop.deploy("1");
        Map<String, String> before = shop.containers();
        shop.file("conf/nginx.conf", NGINX.formatted("second"));
        assertThat(shop.plan("1").changes())
                .extracting(ServiceChange::service, ServiceChange::action)
                .containsExactly(tuple("proxy", Action.RELOAD), tuple("web", Action.KEEP));

        shop.deploy("1");

        assertThat(shop.containers()).isEqualTo(before);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        shop.in("proxy", "busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/proxy"))
                .isEqualTo("second"));
        shop.rollBack(Optional.empty(), false);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        shop.in("proxy", "busybox", "wget", "-q", "-O", "-", "http://127.0.0.1:8080/proxy"))
                .isEqualTo("first"));
        assertThat(shop.containers()).isEqualTo(before);
    }

    private String address(String container) {
        return shop.shell(
                        "docker container inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "
                                + container)
                .strip();
    }

    private String started(String container) {
        return shop.shell("docker container inspect --format '{{.State.StartedAt}}' " + container);
    }
}
