package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployImages.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Releases that lost their owner in the switch, on a real host: the records are set back to that moment. */
public class SettleIT {
    @Rule
    public final DeployFixture shop = new DeployFixture();

    private ReleaseRecord first;

    @BeforeClass
    public static void build() {
        List.of("1", "2", BAD).forEach(DeployImages::web);
    }

    @Before
    public void release() {
        shop.file("compose.yaml", DeployImages.services("web"));
        first = shop.deploy("1");
    }

    @Test
    public void aSwitchThatWorkedIsVerifiedAndServes() {
        ReleaseRecord second = shop.deploy("2");
        String container = shop.containers().get("web");
        interruptInSwitch(second);

        List<ReleaseRecord> settled = settle();

        assertThat(settled).extracting(ReleaseRecord::id).containsExactly(second.id());
        assertThat(settled.get(0).state()).as(settled.get(0).detail()).isEqualTo(State.SUCCEEDED);
        assertThat(shop.look().serving()).contains(second.id());
        assertThat(shop.containers().get("web")).isEqualTo(container);
        assertThat(settle()).isEmpty();
    }

    @Test
    public void aSwitchThatDoesNotWorkIsTakenBackByTheNextRelease() {
        DeployFixture.failure(() -> shop.deploy(BAD));
        ReleaseRecord bad = shop.newest();
        interruptInSwitch(bad);

        ReleaseRecord next = shop.deploy("2");

        assertThat(next.state()).isEqualTo(State.SUCCEEDED);
        assertThat(shop.served("web")).isEqualTo("2");
        assertThat(shop.look().releases())
                .extracting(ReleaseRecord::state)
                .containsExactly(State.SUCCEEDED, State.ROLLED_BACK, State.SUCCEEDED);
        assertThat(shop.log.lines())
                .anyMatch(line -> line.contains("Release " + bad.id() + " by the test did not come"));
    }

    /** As its journal and records were when its switch had begun. */
    private void interruptInSwitch(ReleaseRecord release) {
        String record = "\"$1/.compose-release/releases/" + release.id() + "/record.json\"";
        shop.shell(
                "sed -i 's/\"state\" : \"[A-Z_]*\"/\"state\" : \"RUNNING\"/' " + record
                        + "; cd \"$1/.compose-release\"; echo "
                        + first.id() + " > current; n=$(grep -n '\"event\":\"started\".*\"phase\":\"switch\".*"
                        + release.id()
                        + "' journal.jsonl | cut -d: -f1); test -n \"$n\" && head -n \"$n\" journal.jsonl > cut && mv cut journal.jsonl");
        assertThat(shop.newest().state()).isEqualTo(State.RUNNING);
    }

    private List<ReleaseRecord> settle() {
        return shop.engine()
                .settle(
                        new SettleRequest(shop.target(), Optional.empty(), Optional.empty(), "the test", Duration.ZERO),
                        shop.host);
    }
}
