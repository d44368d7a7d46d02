package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A plan for the terminal: plain text in aligned columns, ASCII but for what it quotes. */
public final class PlanText {
    private final StringBuilder out = new StringBuilder();
    private final Plan plan;

    private PlanText(Plan plan) {
        this.plan = plan;
    }

    /** The plan as lines, each ended by a line feed. It holds no secrets. */
    public static String of(Plan plan) {
        PlanText text = new PlanText(plan);
        text.head();
        text.services();
        text.migrations();
        text.checks();
        text.warnings();
        text.verdict();
        return text.out.toString();
    }

    /** An image's short digest, its tag where it has no digest, or {@code -}. */
    static String shortImage(Optional<ImageReference> image) {
        return image.map(reference -> reference
                        .digest()
                        .map(digest -> digest.substring("sha256:".length()).substring(0, 12))
                        .or(reference::tag)
                        .orElse("latest"))
                .orElse("-");
    }

    static String shortRevision(String revision) {
        return revision.substring(0, Math.min(7, revision.length()));
    }

    private void head() {
        line("Plan " + plan.id() + ": " + plan.application() + " " + shortRevision(plan.revision()) + " to "
                + plan.target());
    }

    private void services() {
        line("");
        line("Services");
        TextTable table = new TextTable("SERVICE", "ACTION", "FROM", "", "TO", "WHY");
        for (Plan.ServiceChange change : plan.changes()) {
            boolean removed = change.action() == Plan.Action.REMOVE;
            table.row(
                    change.service(),
                    change.action().name().toLowerCase(Locale.ROOT),
                    shortImage(change.from()),
                    "->",
                    removed ? "-" : shortImage(Optional.of(change.to())),
                    change.reason());
        }
        out.append(plan.changes().isEmpty() ? "  none\n" : table);
    }

    private void migrations() {
        line("");
        String schema = plan.schema().map(version -> "schema is at " + version).orElse("no schema version known");
        int count = plan.migrations().size();
        line("Migrations: " + (count == 0 ? "none pending" : count + " pending") + ", " + schema);
        if (count == 0) {
            return;
        }
        TextTable table = new TextTable("VERSION", "DESCRIPTION");
        for (Plan.PendingMigration migration : plan.migrations()) {
            table.row(migration.version(), migration.description());
            migration.destructive().forEach(statement -> table.note("! destructive: " + statement));
        }
        out.append(table);
    }

    private void checks() {
        line("");
        long failed = plan.checks().stream().filter(check -> !check.ok()).count();
        line("Preflight: "
                + (failed == 0
                        ? "all checks passed"
                        : failed + " of " + plan.checks().size() + " checks failed"));
        TextTable table = new TextTable("", "CHECK", "RESULT");
        Stream.of(false, true)
                .flatMap(ok -> plan.checks().stream().filter(check -> check.ok() == ok))
                .forEach(check -> {
                    table.row(check.ok() ? "ok" : "FAIL", check.name(), check.detail());
                    if (!check.ok() && !check.remedy().isEmpty()) {
                        table.note("> " + check.remedy());
                    }
                });
        out.append(plan.checks().isEmpty() ? "" : table);
    }

    private void warnings() {
        if (!plan.warnings().isEmpty()) {
            line("");
            line("Warnings");
            plan.warnings().forEach(warning -> line("  ! " + PlainText.line(warning, 500)));
        }
    }

    private void verdict() {
        line("");
        if (!plan.feasible()) {
            line("This plan cannot be carried out: see the failed checks above.");
        } else {
            line(plan.previous()
                    .map(previous -> "If it fails after the switch, the target returns to release " + previous + ".")
                    .orElse("There is no earlier release on this target to return to."));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
