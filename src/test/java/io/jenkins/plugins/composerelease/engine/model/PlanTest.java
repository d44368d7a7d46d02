package io.jenkins.plugins.composerelease.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

public class PlanTest {
    private static final ImageReference ONE = ImageReference.parse("r.io/web@sha256:" + "1".repeat(64));
    private static final ImageReference TWO = ImageReference.parse("r.io/web@sha256:" + "2".repeat(64));

    @Test
    public void hashDependsOnWhatDecidesTheOutcome() {
        Plan base = plan(ONE, "1", Map.of("a", "x"), "free 10 MiB", true);
        assertThat(base.hash())
                .hasSize(64)
                .isEqualTo(plan(ONE, "1", Map.of("a", "x"), "free 10 MiB", true).hash());
        assertThat(plan(TWO, "1", Map.of("a", "x"), "free 10 MiB", true).hash()).isNotEqualTo(base.hash());
        assertThat(plan(ONE, "2", Map.of("a", "x"), "free 10 MiB", true).hash()).isNotEqualTo(base.hash());
        assertThat(plan(ONE, "1", Map.of("a", "y"), "free 10 MiB", true).hash()).isNotEqualTo(base.hash());
    }

    @Test
    public void hashIgnoresMeasurements() {
        assertThat(plan(ONE, "1", Map.of(), "free 10 MiB", true).hash())
                .isEqualTo(plan(ONE, "1", Map.of(), "free 99 MiB", true).hash());
    }

    @Test
    public void fieldsCannotBeShiftedIntoEachOther() {
        assertThat(plan(ONE, "1", Map.of("ab", "c"), "", true).hash())
                .isNotEqualTo(plan(ONE, "1", Map.of("a", "bc"), "", true).hash());
    }

    /** What ends one list must not count as what begins the next. */
    @Test
    public void lengthOfEachListCounts() {
        PendingMigration one = new PendingMigration("1", "", Optional.empty(), List.of());
        PendingMigration destructive = new PendingMigration("1", "", Optional.empty(), List.of("DROP TABLE a"));
        assertThat(migrating(one).hash())
                .isNotEqualTo(migrating(one, one).hash())
                .isNotEqualTo(migrating(destructive).hash());
        assertThat(migrating(new PendingMigration("1", "", Optional.empty(), List.of("a", "b")))
                        .hash())
                .isNotEqualTo(migrating(new PendingMigration("1", "", Optional.empty(), List.of("a")), one)
                        .hash());
    }

    @Test
    public void hashAndDifferenceFollowPortsDriftAndWhatVerifiedTheImages() {
        Plan base = more(Plan.Details.NONE);
        Plan ports = more(new Plan.Details(Map.of("web", List.of(":80")), List.of(), Optional.empty()));
        Plan drift = more(new Plan.Details(Map.of(), List.of("Service 'web' runs another image."), Optional.empty()));
        Plan verified = more(new Plan.Details(Map.of(), List.of(), Optional.of("staging/1")));
        assertThat(List.of(base.hash(), ports.hash(), drift.hash(), verified.hash()))
                .doesNotHaveDuplicates();
        assertThat(PlanDifference.between(base, ports)).containsExactly("ports of 'web': approved null, now [:80]");
        assertThat(PlanDifference.between(base, drift)).hasSize(1);
        assertThat(PlanDifference.between(base, verified)).hasSize(1);
    }

    @Test
    public void isFeasibleOnlyWhenEveryCheckPassed() {
        assertThat(plan(ONE, "1", Map.of(), "", true).feasible()).isTrue();
        assertThat(plan(ONE, "1", Map.of(), "", false).feasible()).isFalse();
    }

    private static Plan migrating(PendingMigration... migrations) {
        return with(List.of(migrations), Plan.Details.NONE);
    }

    private static Plan more(Plan.Details details) {
        return with(List.of(), details);
    }

    private static Plan with(List<PendingMigration> migrations, Plan.Details details) {
        Plan base = plan(ONE, "1", Map.of(), "", true);
        return new Plan(
                base.application(),
                base.target(),
                base.revision(),
                base.images(),
                base.changes(),
                migrations,
                base.schema(),
                base.files(),
                base.variables(),
                base.secrets(),
                base.previous(),
                base.checks(),
                base.warnings(),
                base.settings(),
                details);
    }

    private static Plan plan(ImageReference to, String version, Map<String, String> files, String disk, boolean ok) {
        return new Plan(
                "shop",
                "production",
                "0123456",
                Map.of("web", to),
                List.of(new ServiceChange("web", Optional.of(ONE), to, Action.RECREATE, "new image")),
                List.of(new PendingMigration(version, "create", Optional.of(7), List.of())),
                Optional.of("0"),
                files,
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(new Check("disk", ok, disk, "")),
                List.of(),
                "",
                Plan.Details.NONE);
    }
}
