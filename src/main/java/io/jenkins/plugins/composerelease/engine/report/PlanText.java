package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        text.ports();
        text.checks();
        text.drift();
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

    private void ports() {
        if (!plan.more().ports().isEmpty()) {
            line("");
            line("Reachable from outside");
            TextTable table = new TextTable("SERVICE", "PORTS");
            new TreeMap<>(plan.more().ports()).forEach((service, ports) -> table.row(service, shownPorts(ports)));
            out.append(table);
        }
    }

    /** Ports as people read them; an address that is not there is every one. */
    static String shownPorts(List<String> ports) {
        return ports.stream()
                .map(port -> port.startsWith(":") ? port.substring(1) : port)
                .collect(Collectors.joining(", "));
    }

    private void drift() {
        if (!plan.more().drift().isEmpty()) {
            line("");
            line("Changed outside of a release");
            plan.more().drift().forEach(change -> line("  ! " + PlainText.line(change, 500)));
        }
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
            plan.more().verified().ifPresent(release -> line("These images were verified as " + release + "."));
            line(plan.previous()
                    .map(previous -> "If it fails after the switch, the target returns to release " + previous + ".")
                    .orElse("There is no earlier release on this target to return to."));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
