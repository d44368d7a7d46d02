package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class FleetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String ID = Inspected.api("running", 0, 0).id();
    private static final String BEFORE = "2026-11-21T11:28:20Z";
    private static final String AFTER = "2026-11-21T11:28:30Z";

    private final Fleet fleet = new Fleet();

    @Test
    public void countsTheTimeFromBeforeTheFirstLook() {
        list("running", "Up 40 seconds", 0);

        assertThat(observed(2 * SECOND).runningFor()).hasSeconds(42);
        assertThat(fleet.doubtful()).isEmpty();
    }

    @Test
    public void countsTheTimeAnewAfterARestart() {
        list("running", "Up 40 seconds", 0);
        hear("die", AFTER, 4 * SECOND);
        inspect(Inspected.api("restarting", 1, 1), 4 * SECOND);
        hear("start", "2026-11-21T11:28:31Z", 5 * SECOND);

        assertThat(observed(6 * SECOND).runningFor()).hasSeconds(1);
        assertThat(observed(6 * SECOND).restarts()).isEqualTo(1);
    }

    @Test
    public void noticesInAListThatARestartWasMissed() {
        list("running", "Up 40 seconds", 0);
        list("running", "Up 41 seconds", SECOND);
        assertThat(fleet.doubtful()).isEmpty();

        list("running", "Up 1 second", 5 * SECOND);

        assertThat(fleet.doubtful()).containsExactly(ID);
        assertThat(observed(6 * SECOND).runningFor()).hasSeconds(2);
    }

    @Test
    public void doesNotBlameAContainerForRestartsBeforeItRanWell() {
        list("running", "Up About a minute", 0);
        hear("die", AFTER, 0);
        inspect(Inspected.api("restarting", 1, 8), 0);

        assertThat(observed(0).restarts()).isEqualTo(1);
    }

    @Test
    public void countsARestartThatOnlyAListHasShown() {
        list("running", "Up About a minute", 0);
        fleet.forgiveRestarts();
        list("running", "Up 1 second", 5 * SECOND);
        inspect(Inspected.apiStartedAt(AFTER, 8), 5 * SECOND);

        assertThat(observed(5 * SECOND).restarts()).isEqualTo(1);
    }

    @Test
    public void countsEveryRestartOfAContainerThatIsInACrashLoopAlready() {
        list("restarting", "Restarting (1) 2 seconds ago", 0);
        assertThat(fleet.doubtful()).containsExactly(ID);

        inspect(Inspected.api("restarting", 1, 5), 0);

        assertThat(observed(0).restarts()).isEqualTo(5);
        assertThat(fleet.doubtful()).isEmpty();
    }

    @Test
    public void takesHealthFromItsEventWithoutALook() {
        list("running", "Up 1 second (health: starting)", 0);

        hear("health_status: healthy", AFTER, 0);

        assertThat(observed(0).state().hasHealth("healthy")).isTrue();
        assertThat(fleet.doubtful()).isEmpty();
        assertThat(fleet.confirmed()).isTrue();
    }

    @Test
    public void hasALookConfirmAHealthEventThatMayBeOlderThanTheLast() {
        list("running", "Up 1 second (health: starting)", 0);

        fleet.apply(event("health_status: healthy", AFTER), true, 0);

        assertThat(fleet.confirmed()).isFalse();
        list("running", "Up 1 second (health: starting)", 0);
        assertThat(observed(0).state().hasHealth("starting")).isTrue();
        assertThat(fleet.confirmed()).isTrue();
    }

    @Test
    public void ignoresWhatHappenedToAnEarlierRun() {
        inspect(Inspected.withHealth("running", "starting", 0), 0);

        hear("health_status: healthy", BEFORE, 0);
        hear("die", BEFORE, 0);
        hear("oom", BEFORE, 0);

        assertThat(observed(0).state().hasHealth("starting")).isTrue();
        assertThat(observed(0).state().is("running")).isTrue();
        assertThat(observed(0).outOfMemory()).isFalse();
    }

    @Test
    public void learnsOfANewContainerByItsStart() {
        hear("start", AFTER, 0);

        assertThat(observed(0).state().is("running")).isTrue();
        assertThat(observed(0).healthKnown()).isFalse();
        assertThat(fleet.doubtful()).isEmpty();
        assertThat(fleet.confirmed())
                .as("its ports and its health check are not known")
                .isFalse();

        hear("health_status: healthy", "2026-11-21T11:28:31Z", 0);
        assertThat(observed(0).healthKnown()).isTrue();
    }

    @Test
    public void inspectsWhatEndedOrFailed() {
        list("running", "Up 40 seconds (healthy)", 0);
        for (String bad : List.of("die", "oom", "health_status: unhealthy")) {
            hear(bad, AFTER, 0);
            assertThat(fleet.doubtful()).as(bad).containsExactly(ID);
            inspect(Inspected.withHealth("running", "healthy", 0), 0);
        }
        assertThat(observed(0).outOfMemory()).isTrue();
    }

    @Test
    public void doesNotTakeAnOldOutOfMemoryForOneOfThisRun() {
        list("running", "Up 1 second", 0);

        fleet.apply(event("oom", BEFORE), true, 0);
        assertThat(observed(0).outOfMemory()).isFalse();
        inspect(Inspected.api("running", 0, 0), 0);

        assertThat(observed(0).outOfMemory()).isFalse();
    }

    @Test
    public void forgetsWhatIsGone() {
        list("running", "Up 1 second", 0);
        hear("destroy", AFTER, 0);
        assertThat(fleet.states()).isEmpty();

        list("running", "Up 1 second", 0);
        fleet.update(Set.of(ID), List.of(), 0);
        assertThat(fleet.states()).isEmpty();

        list("running", "Up 1 second", 0);
        fleet.replace(List.of(), 0);
        assertThat(fleet.states()).isEmpty();
    }

    @Test
    public void leavesOutWhatComposeMayBeAboutToReplace() {
        list("restarting", "Restarting (1) 2 seconds ago", 0);
        fleet.countOnlyNew(true);
        inspect(Inspected.api("restarting", 1, 5), 0);
        assertThat(fleet.byService(0)).isEmpty();

        hear("start", "2026-11-21T11:29:01Z", 0);
        assertThat(fleet.doubtful()).containsExactly(ID);
        inspect(Inspected.apiStartedAt("2026-11-21T11:29:00Z", 6), 0);
        assertThat(fleet.byService(0)).as("restarted by its policy").isEmpty();

        inspect(Inspected.apiStartedAt("2026-11-21T11:31:00Z", 0), 0);
        assertThat(fleet.byService(0)).as("started by Compose").hasSize(1);
    }

    @Test
    public void leavesOutWhatComposeStopsToReplaceIt() {
        list("running", "Up 3 weeks", 0);
        fleet.countOnlyNew(true);
        hear("die", AFTER, 0);
        inspect(Inspected.api("exited", 0, 0), 0);

        assertThat(fleet.byService(0)).isEmpty();
    }

    @Test
    public void countsOldContainersOnceComposeHasEnded() {
        inspect(Inspected.api("exited", 1, 0), 0);
        fleet.countOnlyNew(true);
        fleet.countOnlyNew(false);

        assertThat(fleet.byService(0).get("api")).hasSize(1);
    }

    @Test
    public void doubtsOnlyWhatWasStartedJustNow() {
        list("running", "Up 3 weeks", 0);
        fleet.doubtYoung(0);
        assertThat(fleet.doubtful()).isEmpty();

        fleet.replace(List.of(), 0);
        list("running", "Up 3 seconds", 0);
        fleet.doubtYoung(0);
        assertThat(fleet.doubtful()).containsExactly(ID);
    }

    private void list(String state, String status, long now) {
        fleet.replace(ContainerList.parse(ID + "\t" + state + "\t" + status + "\tshop-api-1\tapi\t"), now);
    }

    private void inspect(ContainerState state, long now) {
        fleet.update(Set.of(ID), List.of(state), now);
    }

    private void hear(String action, String time, long now) {
        fleet.apply(event(action, time), false, now);
    }

    private Observed observed(long now) {
        return fleet.byService(now).get("api").get(0);
    }

    private static ContainerEvent event(String action, String time) {
        return new ContainerEvent(ID, "shop-api-1", "shop", "api", action, 0, Instant.parse(time));
    }
}
