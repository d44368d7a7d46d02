package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Plan.Check;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** A plan as a person reads it before approving. */
final class PlanText {
    private static final int DIGEST_DIGITS = 12;
    private final StringBuilder out = new StringBuilder();

    private PlanText() {}

    static String of(Plan plan) {
        PlanText text = new PlanText();
        text.heading(plan);
        text.section("Services", plan.changes().stream().map(PlanText::service).toList());
        text.section(
                "Migrations"
                        + plan.schema().map(s -> " after schema version " + s).orElse(""),
                plan.migrations().isEmpty()
                        ? List.of(List.of("none"))
                        : plan.migrations().stream().map(PlanText::migration).toList());
        List<List<String>> files = new ArrayList<>();
        new TreeMap<>(plan.files()).forEach((path, hash) -> files.add(List.of(path, "sha256 " + shortened(hash))));
        text.section("Files", files);
        List<List<String>> variables = new ArrayList<>();
        new TreeMap<>(plan.variables())
                .forEach((name, value) -> variables.add(List.of(name, Text.printable(shortDigest(value)))));
        text.section("Variables", variables);
        text.section(
                "Secrets",
                plan.secrets().keySet().stream().sorted().map(List::of).toList());
        text.section("Checks", plan.checks().stream().map(PlanText::check).toList());
        text.section("Warnings", plan.warnings().stream().map(List::of).toList());
        return text.out.toString().stripTrailing();
    }

    private void heading(Plan plan) {
        out.append("Plan ").append(plan.id()).append(": revision ").append(plan.revision());
        out.append(" of '").append(plan.application()).append("' to target '").append(plan.target());
        out.append("'\n");
        out.append(plan.previous()
                .map(release -> "A failure after the switch returns to release " + release + ".\n")
                .orElse("There is no earlier release to return to.\n"));
    }

    private static List<String> service(ServiceChange change) {
        String to = reference(change.to());
        String images = change.from()
                .map(PlanText::reference)
                .map(from -> from + " -> " + to)
                .orElse(to);
        boolean same = change.from().map(PlanText::reference).orElse("").equals(to);
        return List.of(
                change.service(),
                change.action().name().toLowerCase(Locale.ROOT),
                same ? to : images,
                "(" + change.reason() + ")");
    }

    private static List<String> migration(PendingMigration migration) {
        String destructive =
                migration.destructive().isEmpty() ? "" : "DESTRUCTIVE: " + String.join("; ", migration.destructive());
        return List.of(migration.version(), migration.description(), destructive);
    }

    private static List<String> check(Check check) {
        return List.of(
                check.ok() ? "ok" : "FAILED",
                check.name(),
                check.detail() + (check.ok() || check.remedy().isEmpty() ? "" : " " + check.remedy()));
    }

    /** Columns as wide as their widest cell; sections without rows are left out. */
    private void section(String title, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        out.append('\n').append(title).append('\n');
        out.append(Table.of(rows));
    }

    private static String reference(ImageReference reference) {
        return shortDigest(reference.toString());
    }

    private static String shortDigest(String text) {
        return text.replaceAll("(sha256:[0-9a-f]{" + DIGEST_DIGITS + "})[0-9a-f]+", "$1");
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(DIGEST_DIGITS, hash.length()));
    }
}
