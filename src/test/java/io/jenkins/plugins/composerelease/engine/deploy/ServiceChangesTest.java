package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class ServiceChangesTest {
    private static final ImageReference OLD = ImageReference.parse("r.io/web@sha256:" + "1".repeat(64));
    private static final ImageReference NEW = ImageReference.parse("r.io/web@sha256:" + "2".repeat(64));
    private static final ImageReference DB = ImageReference.parse("r.io/db@sha256:" + "3".repeat(64));

    @Test
    public void createsWhatHasNoContainer() {
        assertThat(change(List.of(), Map.of("web", NEW), Map.of(), Map.of()).action())
                .isEqualTo(Action.CREATE);
    }

    @Test
    public void recreatesForANewImage() {
        ServiceChange change = change(List.of(), Map.of("web", NEW), Map.of("web", "h"), Map.of("web", OLD));
        assertThat(change.action()).isEqualTo(Action.RECREATE);
        assertThat(change.from()).contains(OLD);
    }

    @Test
    public void keepsWhatDidNotChange() {
        assertThat(change(List.of(), Map.of("web", OLD), Map.of("web", "h"), Map.of("web", OLD))
                        .action())
                .isEqualTo(Action.KEEP);
    }

    @Test
    public void recreatesWhenConfigurationOrSecretChangedUnderTheSameImage() {
        assertThat(change(List.of(), Map.of("web", OLD), Map.of("web", "other"), Map.of("web", OLD))
                        .action())
                .isEqualTo(Action.RECREATE);
    }

    @Test
    public void leavesServicesAloneThatAreNotToBeSwitchedAndKeepsTheirImage() {
        ServiceChange change = change(List.of("other"), Map.of("web", NEW), Map.of(), Map.of("web", OLD));
        assertThat(change.action()).isEqualTo(Action.KEEP);
        assertThat(change.to()).isEqualTo(OLD);
    }

    @Test
    public void removesServicesThatTheFilesNoLongerName() {
        List<ServiceChange> changes =
                changes(List.of(), Map.of("web", OLD), Map.of("web", "h"), Map.of("web", OLD, "db", DB));
        assertThat(changes).extracting(ServiceChange::service).containsExactly("web", "db");
        assertThat(changes.get(1).action()).isEqualTo(Action.REMOVE);
    }

    @Test
    public void failuresNeverPushAGoodReleaseOut() {
        List<ReleaseRecord> records = List.of(
                record("9", State.SUCCEEDED),
                record("8", State.FAILED),
                record("7", State.ROLLED_BACK),
                record("6", State.SUCCEEDED),
                record("5", State.SUCCEEDED),
                record("4", State.FAILED));
        assertThat(Pruner.superseded(records, 2)).extracting(ReleaseRecord::id).containsExactly("5", "4");
        assertThat(Pruner.superseded(records, 3)).extracting(ReleaseRecord::id).containsExactly("4");
        assertThat(Pruner.superseded(records, 4)).isEmpty();
    }

    private static ServiceChange change(
            List<String> limit,
            Map<String, ImageReference> images,
            Map<String, String> prints,
            Map<String, ImageReference> running) {
        return changes(limit, images, prints, running).get(0);
    }

    private static List<ServiceChange> changes(
            List<String> limit,
            Map<String, ImageReference> images,
            Map<String, String> prints,
            Map<String, ImageReference> running) {
        RunningStack stack = new RunningStack(running, List.copyOf(running.keySet()), Set.of(), false);
        return new ServiceChanges(limit, images, prints, Optional.of(record("1", State.SUCCEEDED)), stack).list();
    }

    private static ReleaseRecord record(String id, State state) {
        return new ReleaseRecord(
                1,
                id,
                "shop",
                "production",
                "0123456",
                "",
                Map.of("web", OLD),
                Map.of("web", "h"),
                Map.of(),
                List.of("compose.yaml"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                state,
                "",
                "me",
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }
}
