package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Strategy;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class RollingRulesTest {
    private static final String CHECK =
            "\"healthcheck\": {\"test\": [\"CMD\", \"true\"], \"interval\": \"2s\"}, \"stop_grace_period\": \"1m30s\"";
    private static final ImageReference IMAGE = ImageReference.parse("r.io/web@sha256:" + "1".repeat(64));

    @Test
    public void startsFirstWhereAHealthCheckSaysWhenTheNewContainerServes() {
        assertThat(start("{" + CHECK + "}")).isEqualTo(new Start(Start.Order.START_FIRST, "", Optional.empty()));
        assertThat(start("{" + CHECK + ", \"ports\": [{\"target\": 80}, \"81\"]}")
                        .order())
                .as("a port that Docker chooses")
                .isEqualTo(Start.Order.START_FIRST);
        assertThat(start("{" + CHECK + ", \"ports\": [{\"target\": 80, \"published\": \"8080-8083\"}],"
                                + " \"deploy\": {\"replicas\": 2}}")
                        .order())
                .as("a range for twice as many")
                .isEqualTo(Start.Order.START_FIRST);
    }

    @Test
    public void saysWhyTheOldContainerStopsFirst() {
        assertThat(why("{}")).contains("no health check");
        assertThat(why("{\"healthcheck\": {\"test\": [\"NONE\"]}}")).contains("no health check");
        assertThat(checked("\"container_name\": \"shop\"")).contains("fixed name 'shop'");
        assertThat(checked("\"network_mode\": \"host\"")).contains("host's network");
        assertThat(checked("\"network_mode\": \"service:vpn\"")).contains("'service:vpn'");
        assertThat(checked("\"ports\": [{\"target\": 80, \"published\": \"8080\"}]"))
                .contains("port 8080");
        assertThat(checked("\"ports\": [\"127.0.0.1:8080:80/tcp\"]")).contains("port 8080");
        assertThat(checked("\"ports\": [\"8080-8082:80\"], \"scale\": 2")).contains("port 8080-8082");
        assertThat(checked("\"networks\": {\"default\": {\"ipv4_address\": \"10.0.0.5\"}}"))
                .contains("10.0.0.5");
        assertThat(checked("\"deploy\": {\"mode\": \"global\"}")).contains("global");
        assertThat(checked("\"volumes_from\": [\"data\"]")).contains("volumes of another");
    }

    @Test
    public void letsNoTwoContainersWriteToOneVolumeUnlessTheTargetSaysThatTheyMay() {
        String volumes = "\"volumes\": [{\"type\": \"volume\", \"source\": \"media\", \"target\": \"/m\"},"
                + "{\"type\": \"bind\", \"source\": \"/w/conf\", \"target\": \"/c\", \"read_only\": true}]";
        assertThat(checked(volumes)).contains("writes to 'media'");
        assertThat(checked("\"volumes\": [\"media:/m:rw\"]")).contains("writes to 'media'");
        assertThat(checked("\"volumes\": [{\"type\": \"bind\", \"source\": \"/w/up\", \"target\": \"/u\"}]"))
                .contains("writes to './up'");
        Target shared = rolling(new Rollout(Strategy.ROLLING, Duration.ZERO, List.of("media"), Map.of()));
        assertThat(start("{" + CHECK + "," + volumes + "}", shared, stack(false, List.of()))
                        .order())
                .isEqualTo(Start.Order.START_FIRST);
    }

    @Test
    public void seesWhatOnlyTheRunningContainerShows() {
        assertThat(start("{}", rolling(), stack(true, List.of())).order())
                .as("the image has a health check")
                .isEqualTo(Start.Order.START_FIRST);
        RunningStack.Mount unnamed = new RunningStack.Mount("/var/lib/docker/x", "a".repeat(64), true);
        assertThat(start("{}", rolling(), stack(true, List.of(unnamed))).why()).contains("volume without a name");
    }

    @Test
    public void readsTheGapFromTheFiles() {
        Start start = RollingRules.of("web", service("{" + CHECK + "}"), stack(false, List.of()), target(List.of()));
        assertThat(start).isEqualTo(new Start(Start.Order.STOP_FIRST, "", Optional.of(Duration.ofSeconds(93))));
        assertThat(RollingRules.of("web", service("{}"), stack(false, List.of()), target(List.of()))
                        .gap())
                .contains(Duration.ofSeconds(13));
    }

    @Test
    public void whatEndsByItselfIsNotStartedBesideItself() {
        Target target = target(List.of(), Map.of("web", new Condition.Exited(0)))
                .with(new Rollout(Strategy.ROLLING, Duration.ZERO, List.of(), Map.of()));
        assertThat(start("{}", target, stack(false, List.of())).why()).contains("runs once");
    }

    private static String checked(String more) {
        return why("{" + CHECK + ", " + more + "}");
    }

    private static String why(String service) {
        Start start = start(service);
        assertThat(start.order()).as(service).isEqualTo(Start.Order.STOP_FIRST);
        assertThat(start.gap()).isPresent();
        return start.why();
    }

    private static Start start(String service) {
        return start(service, rolling(), stack(false, List.of()));
    }

    private static Start start(String service, Target target, RunningStack stack) {
        return RollingRules.of("web", service(service), stack, target);
    }

    private static StackConfig.Service service(String json) {
        return StackConfig.parse("{\"services\": {\"web\": " + json + "}}", "/w")
                .services()
                .get("web");
    }

    private static RunningStack stack(boolean checked, List<RunningStack.Mount> mounts) {
        return new RunningStack(
                List.of(new RunningStack.Container("id", "web", IMAGE, true, checked, Map.of(), mounts)), false);
    }

    private static Target rolling() {
        return rolling(new Rollout(Strategy.ROLLING, Duration.ZERO, List.of(), Map.of()));
    }

    private static Target rolling(Rollout rollout) {
        return target(List.of()).with(rollout);
    }

    static Target target(List<String> services) {
        return target(services, Map.of());
    }

    private static Target target(List<String> services, Map<String, Condition> wait) {
        return new Target(
                "production",
                new SshAddress(
                        "web1", 22, "deploy", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                "/srv/shop",
                "shop",
                List.of("compose.yaml"),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                Target.AtRest.MEMORY,
                Optional.empty(),
                services,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Duration.ZERO,
                Duration.ofSeconds(60),
                Readiness.of(wait),
                10);
    }
}
