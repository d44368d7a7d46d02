package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a plan would change, as tables. */
final class PlanTables {
    private final Html html;
    private final Plan plan;

    PlanTables(Html html, Plan plan) {
        this.html = html;
        this.plan = plan;
    }

    static String summary(Plan plan) {
        long changed = plan.changes().stream()
                .filter(change -> change.action() != Plan.Action.KEEP)
                .count();
        int migrations = plan.migrations().size();
        return changed
                + (changed == 1 ? " service changes, " : " services change, ")
                + (migrations == 0 ? "no" : String.valueOf(migrations))
                + (migrations == 1 ? " migration" : " migrations");
    }

    void write() {
        if (!plan.warnings().isEmpty()) {
            html.element("h3", "Warnings");
            html.within("ul class=\"warnings\"", () -> plan.warnings().forEach(warning -> html.element("li", warning)));
        }
        if (!plan.more().drift().isEmpty()) {
            html.element("h3", "Changed outside of a release");
            html.within(
                    "ul class=\"warnings\"", () -> plan.more().drift().forEach(change -> html.element("li", change)));
        }
        html.table("Services", List.of("Service", "Action", "From", "To", "Why"), () -> plan.changes()
                .forEach(change -> html.within("tr", () -> change(change))));
        if (!plan.migrations().isEmpty()) {
            html.table(
                    "Pending migrations",
                    List.of("Version", "Description", "Destructive statements"),
                    () -> plan.migrations().forEach(migration -> html.within("tr", () -> migration(migration))));
        }
        if (!plan.more().ports().isEmpty()) {
            html.table("Reachable from outside", List.of("Service", "Ports"), () -> new TreeMap<>(
                            plan.more().ports())
                    .forEach((service, ports) -> html.within("tr", () -> html.element("th scope=\"row\"", service)
                            .element("td", PlanText.shownPorts(ports)))));
        }
        html.table("Preflight", List.of("Check", "Result", "Detail"), () -> plan.checks()
                .forEach(check -> html.within("tr", () -> check(check))));
        if (!plan.files().isEmpty()) {
            html.table("Files", List.of("File", "SHA-256"), () -> new TreeMap<>(plan.files())
                    .forEach((file, sum) -> html.within("tr", () -> html.element("th scope=\"row\"", file)
                            .within("td", () -> html.element("code", PlainText.line(sum, 13))))));
        }
        if (!plan.secrets().isEmpty()) {
            html.element("h3", "Secrets");
            html.within("ul", () -> new TreeSet<>(plan.secrets().keySet()).forEach(name -> html.element("li", name)));
        }
    }

    private void change(Plan.ServiceChange change) {
        boolean removed = change.action() == Plan.Action.REMOVE;
        html.element("th scope=\"row\"", change.service());
        html.element("td", change.action().name().toLowerCase(Locale.ROOT));
        html.within("td", () -> html.element("code", PlanText.shortImage(change.from())));
        html.within("td", () -> html.element("code", removed ? "-" : PlanText.shortImage(Optional.of(change.to()))));
        html.element("td", change.reason());
    }

    private void migration(Plan.PendingMigration migration) {
        html.element("th scope=\"row\"", migration.version());
        html.element("td", migration.description());
        if (migration.destructive().isEmpty()) {
            html.element("td", "none");
        } else {
            html.within("td class=\"result failed\"", () -> migration
                    .destructive()
                    .forEach(statement -> html.within("div", () -> html.element("code class=\"long\"", statement))));
        }
    }

    private void check(Plan.Check check) {
        html.element("th scope=\"row\"", check.name());
        html.element("td class=\"result " + (check.ok() ? "ok" : "failed") + "\"", check.ok() ? "ok" : "failed");
        html.element(
                "td", check.ok() || check.remedy().isEmpty() ? check.detail() : check.detail() + " " + check.remedy());
    }
}
