package io.jenkins.plugins.composerelease.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Strategy;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    @Test
    public void recreatesAServiceWhoseReplicasAreNotAllOfItsImage() {
        RunningStack mixed =
                new RunningStack(List.of(container("web", NEW, Map.of()), container("web", OLD, Map.of())), false);
        assertThat(list(config("{}"), target(), Map.of("web", NEW), Map.of("web", "h"), mixed)
                        .get(0)
                        .action())
                .isEqualTo(Action.RECREATE);
    }

    @Test
    public void believesWhatAContainerSaysOfItself() {
        RunningStack labelled =
                new RunningStack(List.of(container("web", OLD, Map.of(ReleaseOverride.CONFIG_LABEL, "h"))), false);
        assertThat(list(config("{}"), target(), Map.of("web", OLD), Map.of("web", "h"), labelled)
                        .get(0)
                        .action())
                .isEqualTo(Action.KEEP);
        assertThat(list(config("{}"), target(), Map.of("web", OLD), Map.of("web", "other"), labelled)
                        .get(0)
                        .action())
                .isEqualTo(Action.RECREATE);
    }

    @Test
    public void reloadsWhereOnlyFilesThatAreReadAgainChanged() {
        RunningStack labelled =
                new RunningStack(List.of(container("web", OLD, Map.of(ReleaseOverride.CONFIG_LABEL, "made"))), false);
        ServiceChanges.Prints prints = new ServiceChanges.Prints(Map.of("web", "with files"), Map.of("web", "made"));
        assertThat(new ServiceChanges(config("{}"), target(), Map.of("web", OLD), prints, serving(), labelled)
                        .list()
                        .get(0)
                        .action())
                .isEqualTo(Action.RELOAD);
    }

    @Test
    public void showsWhatFollowsAServiceThatIsMadeAnew() {
        String files = """
                {"web": {"depends_on": {"db": {"condition": "service_started"}}},
                 "vpn": {"network_mode": "service:web"},
                 "cron": {"depends_on": {"vpn": {"condition": "service_started", "restart": true}}},
                 "proxy": {"depends_on": {"web": {}}, "ports": [{"published": "80", "target": 80}]},
                 "reader": {"depends_on": {"web": {}}},
                 "db": {}}
                """;
        Map<String, ImageReference> running =
                new TreeMap<>(Map.of("vpn", DB, "cron", DB, "proxy", DB, "reader", DB, "db", DB));
        Map<String, ImageReference> images = new TreeMap<>(running);
        running.put("web", OLD);
        images.put("web", NEW);
        List<ServiceChange> changes = list(config(files), target(), images, everything(images, "h"), stack(running));
        assertThat(changes)
                .filteredOn(change -> change.action() == Action.RECREATE)
                .extracting(ServiceChange::service)
                .containsExactly("cron", "proxy", "vpn", "web");
        assertThat(changes.get(0).reason()).startsWith("follows 'vpn', as its depends_on says restart; stop first");
        Rollout hooked = new Rollout(
                Strategy.RECREATE,
                Duration.ZERO,
                List.of(),
                Map.of("proxy", new Rollout.Hook(List.of(), List.of("nginx", "-s", "reload"))));
        assertThat(list(config(files), target().with(hooked), images, everything(images, "h"), stack(running)))
                .filteredOn(change -> change.service().equals("proxy"))
                .extracting(ServiceChange::action)
                .containsExactly(Action.KEEP);
    }

    private static Map<String, String> everything(Map<String, ImageReference> images, String print) {
        Map<String, String> prints = new TreeMap<>();
        images.keySet().forEach(service -> prints.put(service, print));
        return prints;
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
        return list(config("{}"), RollingRulesTest.target(limit), images, prints, stack(running));
    }

    private static List<ServiceChange> list(
            StackConfig config,
            Target target,
            Map<String, ImageReference> images,
            Map<String, String> prints,
            RunningStack running) {
        return new ServiceChanges(config, target, images, new ServiceChanges.Prints(prints, prints), serving(), running)
                .list();
    }

    private static Optional<ReleaseRecord> serving() {
        return Optional.of(record("1", State.SUCCEEDED));
    }

    private static Target target() {
        return RollingRulesTest.target(List.of());
    }

    private static StackConfig config(String services) {
        return StackConfig.parse("{\"services\": " + services + "}", "/w");
    }

    private static RunningStack stack(Map<String, ImageReference> running) {
        return new RunningStack(
                running.entrySet().stream()
                        .map(entry -> container(entry.getKey(), entry.getValue(), Map.of()))
                        .toList(),
                false);
    }

    static RunningStack.Container container(String service, ImageReference image, Map<String, String> labels) {
        return new RunningStack.Container(service + "-id", service, image, true, false, labels, List.of());
    }

    private static ReleaseRecord record(String id, State state) {
        return record(id, state, Map.of("web", OLD));
    }

    static ReleaseRecord record(String id, State state, Map<String, ImageReference> images) {
        return new ReleaseRecord(
                1,
                id,
                "shop",
                "production",
                "0123456",
                "",
                images,
                Map.of("web", "h", "vpn", "h", "cron", "h", "proxy", "h", "reader", "h", "db", "h"),
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
