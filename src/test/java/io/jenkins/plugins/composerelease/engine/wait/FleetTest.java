package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class FleetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String ID = Inspected.api("running", 0, 0).id();

    private final Fleet fleet = new Fleet();

    @Test
    public void countsTheTimeFromBeforeTheFirstLook() {
        fleet.replace(List.of(Inspected.api("running", 0, 0)), Map.of(ID, Duration.ofSeconds(40)), 0);

        assertThat(observed(2 * SECOND).runningFor()).isEqualTo(Duration.ofSeconds(42));
    }

    @Test
    public void countsTheTimeAnewAfterARestart() {
        fleet.replace(List.of(Inspected.api("running", 0, 0)), Map.of(ID, Duration.ofSeconds(40)), 0);

        fleet.update(Set.of(ID), List.of(Inspected.apiStartedAt("2026-11-21T11:30:00Z", 1)), 5 * SECOND);

        assertThat(observed(6 * SECOND).runningFor()).isEqualTo(Duration.ofSeconds(1));
        assertThat(observed(6 * SECOND).restarts()).isEqualTo(1);
    }

    @Test
    public void doesNotBlameAContainerForRestartsBeforeItRanWell() {
        fleet.replace(List.of(Inspected.api("running", 0, 7)), Map.of(ID, Duration.ofMinutes(1)), 0);
        assertThat(observed(0).restarts()).isZero();

        fleet.update(Set.of(ID), List.of(Inspected.apiStartedAt("2026-11-21T11:30:00Z", 8)), 0);
        assertThat(observed(0).restarts()).isEqualTo(1);
    }

    @Test
    public void countsEveryRestartOfAContainerThatIsInACrashLoopAlready() {
        fleet.replace(List.of(Inspected.api("restarting", 1, 5)), Map.of(ID, Duration.ZERO), 0);

        assertThat(observed(0).restarts()).isEqualTo(5);
    }

    @Test
    public void takesHealthFromItsEvent() {
        fleet.replace(List.of(Inspected.withHealth("running", "starting", 0)), Map.of(), 0);

        assertThat(fleet.apply(event("health_status: healthy", "2026-11-21T11:28:30Z")))
                .isFalse();

        assertThat(observed(0).state().hasHealth("healthy")).isTrue();
    }

    @Test
    public void ignoresTheHealthOfAnEarlierRun() {
        fleet.replace(List.of(Inspected.withHealth("running", "starting", 0)), Map.of(), 0);

        assertThat(fleet.apply(event("health_status: healthy", "2026-11-21T11:28:20Z")))
                .isFalse();

        assertThat(observed(0).state().hasHealth("starting")).isTrue();
    }

    @Test
    public void asksAboutContainersItDoesNotKnowAndAboutStartsAndEnds() {
        assertThat(fleet.apply(event("start", Inspected.START))).isTrue();
        fleet.replace(List.of(Inspected.api("running", 0, 0)), Map.of(), 0);

        assertThat(fleet.apply(event("die", Inspected.START))).isTrue();
        assertThat(fleet.apply(event("start", Inspected.START))).isTrue();
        assertThat(fleet.apply(event("oom", Inspected.START))).isFalse();
        assertThat(observed(0).outOfMemory()).isTrue();
    }

    @Test
    public void forgetsWhatIsGone() {
        fleet.replace(List.of(Inspected.api("running", 0, 0)), Map.of(), 0);
        fleet.apply(event("destroy", Inspected.START));
        assertThat(fleet.states()).isEmpty();

        fleet.replace(List.of(Inspected.api("running", 0, 0)), Map.of(), 0);
        fleet.update(Set.of(ID), List.of(), 0);
        assertThat(fleet.states()).isEmpty();

        fleet.replace(List.of(Inspected.api("running", 0, 0)), Map.of(), 0);
        fleet.replace(List.of(), Map.of(), 0);
        assertThat(fleet.states()).isEmpty();
    }

    @Test
    public void leavesOutWhatComposeMayBeAboutToReplace() {
        fleet.replace(List.of(Inspected.api("restarting", 1, 5)), Map.of(), 0);
        fleet.countOnlyNew(true);
        assertThat(fleet.of("api", 0)).isEmpty();

        fleet.update(Set.of(ID), List.of(Inspected.apiStartedAt("2026-11-21T11:29:00Z", 5)), 0);
        fleet.update(Set.of(ID), List.of(Inspected.apiStartedAt("2026-11-21T11:30:00Z", 6)), 0);
        assertThat(fleet.of("api", 0)).as("restarted by its policy").isEmpty();

        fleet.update(Set.of(ID), List.of(Inspected.apiStartedAt("2026-11-21T11:31:00Z", 0)), 0);
        assertThat(fleet.of("api", 0)).as("started by Compose").hasSize(1);
    }

    @Test
    public void countsOldContainersOnceComposeHasEnded() {
        fleet.replace(List.of(Inspected.api("exited", 1, 0)), Map.of(), 0);
        fleet.countOnlyNew(true);
        fleet.countOnlyNew(false);

        assertThat(fleet.of("api", 0)).hasSize(1);
    }

    private Observed observed(long now) {
        return fleet.of("api", now).get(0);
    }

    private static ContainerEvent event(String action, String time) {
        return new ContainerEvent(ID, "api", action, Instant.parse(time));
    }
}
