package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class JudgeTest {
    private static final ServiceSpec API = new ServiceSpec("api", 1, Optional.empty(), List.of());
    private static final ServiceSpec JOB = new ServiceSpec("api", 1, Optional.of(new Condition.Exited(0)), List.of());

    @Test
    public void aContainerWithHealthCheckIsReadyWhenHealthy() {
        assertReady(API, "healthy", Inspected.withHealth("running", "healthy", 0));
        assertWaiting(API, Inspected.withHealth("running", "starting", 3));
    }

    @Test
    public void aProbeThatFailedOnceDoesNotMakeItUnready() {
        assertReady(API, "healthy", Inspected.withHealth("running", "healthy", 2));
    }

    @Test
    public void unhealthyFailsAtOnceAndSaysWhy() {
        assertFailed(
                API,
                "became unhealthy (unhealthy, 5 of 5 probes failed, the last with exit code 7: connection refused)",
                Inspected.withHealth("running", "unhealthy", 5));
    }

    @Test
    public void aContainerWithoutHealthCheckIsReadyOnceItRanForAWhile() {
        ContainerState running = Inspected.api("running", 0, 0);

        assertThat(judge(API, new Observed(running, Duration.ofMillis(1500), 0, false, true, true, Map.of())))
                .isEqualTo(new Verdict.Waiting(Optional.of(Duration.ofMillis(500)), Optional.of(running)));
        assertThat(judge(API, new Observed(running, Duration.ofSeconds(2), 0, false, true, true, Map.of())))
                .isEqualTo(new Verdict.Ready("running"));
    }

    @Test
    public void anExitThatNothingRestartsFailsWhateverTheCode() {
        assertFailed(API, "exited with code 1", Inspected.api("exited", 1, 0));
        assertFailed(API, "exited with code 0", Inspected.api("exited", 0, 0));
        assertFailed(API, "exited with code 0", Inspected.withHealth("exited", "healthy", 0));
    }

    @Test
    public void aRestartMayRecoverItUntilTheThird() {
        assertWaiting(API, Inspected.api("restarting", 1, 1));
        assertWaiting(API, Inspected.api("restarting", 1, 2));
        assertFailed(API, "restarted 3 times, the last time with exit code 1", Inspected.api("restarting", 1, 3));
    }

    @Test
    public void aServiceThatRanAgainAfterTwoRestartsIsReady() {
        assertReady(API, "running", Inspected.api("running", 0, 2));
    }

    @Test
    public void outOfMemoryFailsAlsoWhereItWouldBeRestarted() {
        ContainerState state = Inspected.outOfMemory();

        assertThat(judge(API, new Observed(state, Duration.ZERO, 1, true, true, true, Map.of())))
                .isEqualTo(new Verdict.Failed("ran out of memory", state));
    }

    @Test
    public void aOneShotServiceIsReadyWhenItEndedWithTheRightCode() {
        assertReady(JOB, "exited 0", Inspected.api("exited", 0, 0));
        assertWaiting(JOB, Inspected.api("running", 0, 0));
        assertWaiting(JOB, Inspected.api("restarting", 1, 1));
        assertFailed(JOB, "exited with code 3", Inspected.api("exited", 3, 0));
    }

    @Test
    public void whatIsNotRunningIsNeverReady() {
        for (String status : List.of("created", "paused", "removing")) {
            assertWaiting(API, Inspected.withHealth(status, "healthy", 0));
        }
        assertFailed(API, "could not be removed by Docker (state dead)", Inspected.api("dead", 0, 0));
    }

    @Test
    public void aContainerThatItsPolicyWouldRestartMayStillComeBackWithTheDaemon() {
        ServiceSpec always = ComposeConfig.services("{\"services\": {\"api\": {\"restart\": \"always\"}}}")
                .find("api")
                .orElseThrow();

        assertWaiting(always, Inspected.api("exited", 143, 0));
    }

    @Test
    public void nothingFailsOnAnEventThatDockerHasNotConfirmed() {
        ContainerState died = Inspected.api("exited", 143, 0);

        assertThat(judge(API, new Observed(died, Duration.ZERO, 0, true, false, true, Map.of())))
                .isInstanceOf(Verdict.Waiting.class);
    }

    @Test
    public void everyReplicaCounts() {
        ServiceSpec two = new ServiceSpec("api", 2, Optional.empty(), List.of());
        ContainerState good = Inspected.api("running", 0, 0);
        ContainerState starting = Inspected.withHealth("running", "starting", 0);
        ContainerState dead = Inspected.api("exited", 1, 0);

        assertReady(two, "running", good, good);
        assertThat(Judge.judge(two, settled(good))).isInstanceOf(Verdict.Waiting.class);
        assertThat(Judge.judge(two, settled(good, starting))).isInstanceOf(Verdict.Waiting.class);
        assertFailed(two, "exited with code 1", good, dead);
        assertFailed(two, "exited with code 1", starting, dead);
    }

    @Test
    public void aServiceScaledToNothingIsReadyWithoutContainers() {
        ServiceSpec none = new ServiceSpec("api", 0, Optional.empty(), List.of());

        assertThat(Judge.judge(none, List.of())).isInstanceOf(Verdict.Ready.class);
        assertThat(Judge.judge(API, List.of())).isInstanceOf(Verdict.Waiting.class);
    }

    @Test
    public void whatHasToStayReadyMayNotRestartOrDisappear() {
        ContainerState good = Inspected.api("running", 0, 1);

        assertThat(Judge.judgeSteady(API, settled(good))).isInstanceOf(Verdict.Failed.class);
        assertThat(Judge.judgeSteady(
                        API, List.of(new Observed(good, Duration.ofMinutes(1), 0, false, true, true, Map.of()))))
                .isInstanceOf(Verdict.Ready.class);
        assertThat(Judge.judgeSteady(API, List.of()))
                .isEqualTo(new Verdict.Failed("did not stay ready (a container is missing)", Optional.empty()));
        assertThat(Judge.judgeSteady(JOB, settled(Inspected.api("exited", 0, 0))))
                .isInstanceOf(Verdict.Ready.class);
    }

    @Test
    public void whatHasToStayReadyMayNotBePaused() {
        ServiceSpec probed = new ServiceSpec("api", 1, Optional.of(new Condition.Log("ready")), List.of());

        assertThat(Judge.judgeSteady(probed, settled(Inspected.api("running", 0, 0))))
                .isInstanceOf(Verdict.Ready.class);
        assertThat(Judge.judgeSteady(probed, settled(Inspected.api("paused", 0, 0))))
                .isInstanceOf(Verdict.Failed.class);
    }

    @Test
    public void blamesTheContainerThatComposeGaveUpOn() {
        ContainerState restarting = Inspected.api("restarting", 7, 1);
        String message = "dependency failed to start: container shop-api-1 is unhealthy";

        assertThat(Judge.judgeGivenUp(API, settled(restarting), message))
                .isEqualTo(new Verdict.Failed(
                        "did not become ready for the services that wait for it (restarting with code 7, 1 restart)",
                        restarting));
        assertThat(Judge.judgeGivenUp(API, settled(restarting), "Container shop-api-1  Started, port in use"))
                .isInstanceOf(Verdict.Waiting.class);
    }

    private static void assertReady(ServiceSpec spec, String how, ContainerState... containers) {
        assertThat(Judge.judge(spec, settled(containers))).isEqualTo(new Verdict.Ready(how));
    }

    private static void assertWaiting(ServiceSpec spec, ContainerState container) {
        assertThat(Judge.judge(spec, settled(container)))
                .isEqualTo(new Verdict.Waiting(Optional.empty(), Optional.of(container)));
    }

    private static void assertFailed(ServiceSpec spec, String reason, ContainerState... containers) {
        ContainerState failed = containers[containers.length - 1];
        assertThat(Judge.judge(spec, settled(containers))).isEqualTo(new Verdict.Failed(reason, failed));
    }

    private static Verdict judge(ServiceSpec spec, Observed container) {
        return Judge.judge(spec, List.of(container));
    }

    private static List<Observed> settled(ContainerState... containers) {
        return Arrays.stream(containers)
                .map(state -> new Observed(state, Duration.ofMinutes(1), state.restarts(), false, true, true, Map.of()))
                .toList();
    }
}
