package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class ConditionsTest {
    private static final Condition HEALTHY = new Condition.Healthy();
    private static final Condition TCP = new Condition.Tcp(80);
    private static final Condition LOG = new Condition.Log("ready");
    private static final ContainerState RUNNING = Inspected.api("running", 0, 0);

    @Test
    public void aProbeWaitsUntilItHoldsAndSaysWhatItGot() {
        assertThat(judge(TCP, RUNNING, Map.of())).isEqualTo(waiting(RUNNING, ""));
        assertThat(judge(TCP, RUNNING, Map.of(TCP, Optional.of("refused")))).isEqualTo(waiting(RUNNING, "refused"));
        assertThat(judge(TCP, RUNNING, Map.of(TCP, Optional.empty()))).isEqualTo(new Verdict.Ready("listens on 80"));
    }

    @Test
    public void whatWasProbedHoldsOnlyWhileItRunsOrHasEndedAsExpected() {
        Map<Condition, Optional<String>> held = Map.of(LOG, Optional.empty());
        ContainerState ended = Inspected.api("exited", 0, 0);
        Condition done = new Condition.All(List.of(LOG, new Condition.Exited(0)));

        for (String status : List.of("paused", "restarting", "exited", "removing")) {
            ContainerState state = Inspected.api(status, 0, 1);
            assertThat(judge(LOG, state, held)).as(status).isEqualTo(waiting(state, ""));
        }
        assertThat(judge(done, ended, held)).isEqualTo(new Verdict.Ready("exited 0"));
    }

    @Test
    public void anyTakesWhatHoldsAndFailsOnlyWhenNothingCanHold() {
        ContainerState unhealthy = Inspected.withHealth("running", "unhealthy", 5);

        assertThat(judge(new Condition.Any(List.of(HEALTHY, TCP)), unhealthy, Map.of(TCP, Optional.empty())))
                .isEqualTo(new Verdict.Ready("listens on 80"));
        assertThat(judge(new Condition.Any(List.of(HEALTHY, TCP)), unhealthy, Map.of()))
                .isEqualTo(waiting(unhealthy, ""));
        assertThat(judge(new Condition.Any(List.of(HEALTHY)), unhealthy, Map.of()))
                .isInstanceOf(Verdict.Failed.class);
    }

    @Test
    public void allFailsWithTheFirstThatCannotHoldAndWaitsForTheOthers() {
        ContainerState healthy = Inspected.withHealth("running", "healthy", 0);
        Condition all = new Condition.All(List.of(HEALTHY, LOG));

        assertThat(judge(all, healthy, Map.of(LOG, Optional.of("no line")))).isEqualTo(waiting(healthy, "no line"));
        assertThat(judge(all, healthy, Map.of(LOG, Optional.empty())))
                .isEqualTo(new Verdict.Ready("logged what was expected"));
        assertThat(judge(all, Inspected.withHealth("running", "unhealthy", 5), Map.of(LOG, Optional.empty())))
                .isInstanceOf(Verdict.Failed.class);
    }

    @Test
    public void healthyCannotHoldWithoutAHealthCheck() {
        assertThat(judge(HEALTHY, RUNNING, Map.of()))
                .isEqualTo(new Verdict.Failed("can never become healthy, as it has no health check", RUNNING));
        Observed unknown = new Observed(RUNNING, Duration.ZERO, 0, false, true, false, Map.of());
        assertThat(Conditions.judge(HEALTHY, unknown)).isInstanceOf(Verdict.Waiting.class);
    }

    @Test
    public void aContainerMayEndAsOneOfSeveralConditionsHasIt() {
        Condition any = new Condition.Any(List.of(HEALTHY, new Condition.Exited(3)));

        assertThat(Conditions.expectsExit(any, 3)).isTrue();
        assertThat(Conditions.expectsExit(any, 0)).isFalse();
        assertThat(judge(any, Inspected.api("exited", 3, 0), Map.of())).isEqualTo(new Verdict.Ready("exited 3"));
    }

    @Test
    public void findsTheProbesInsideOthers() {
        Condition nested = new Condition.All(List.of(HEALTHY, new Condition.Any(List.of(TCP, LOG))));

        assertThat(Conditions.probes(nested)).containsExactly(TCP, LOG);
        assertThat(nested.expected()).isEqualTo("healthy and (an open port 80 or a log line that matches 'ready')");
    }

    private static Verdict judge(Condition condition, ContainerState state, Map<Condition, Optional<String>> probes) {
        return Conditions.judge(condition, new Observed(state, Duration.ofMinutes(1), 0, false, true, true, probes));
    }

    private static Verdict waiting(ContainerState state, String missing) {
        return new Verdict.Waiting(Optional.empty(), Optional.of(state), missing);
    }
}
