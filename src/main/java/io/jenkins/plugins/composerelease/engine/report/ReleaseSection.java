package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The part of the HTML report that shows one release. */
final class ReleaseSection {
    private final Html html;
    private final int number;
    private final ReleaseReport release;
    private String state = "";

    ReleaseSection(Html html, int number, ReleaseReport release) {
        this.html = html;
        this.number = number;
        this.release = release;
    }

    /** Other words for where it got to than those of its state. */
    ReleaseSection state(String words) {
        state = words;
        return this;
    }

    void write() {
        String id = "release-" + number;
        html.within("article id=\"" + id + "\" aria-labelledby=\"" + id + "-title\"", () -> {
            html.within("div class=\"title\"", () -> {
                html.raw("<h2 id=\"" + id + "-title\"><span class=\"number\">" + number + "</span> ")
                        .text(release.title())
                        .raw("</h2>");
                html.element(
                        "span class=\"badge " + HtmlReport.stateClass(release.state()) + "\"",
                        state.isEmpty() ? HtmlReport.stateText(release.state()) : state);
            });
            html.element("p class=\"detail\"", release.detail());
            html.within("dl class=\"facts\"", this::facts);
            new TimeTables(html, release).write();
            release.evidence().ifPresent(this::evidence);
            log("Last lines of the command that failed", release.log());
            release.plan().ifPresent(this::plan);
            images();
        });
    }

    private void facts() {
        known("Application", release.application(), () -> html.text(release.application()));
        known("Target", release.target(), () -> html.text(release.target()));
        known("Revision", release.revision(), () -> html.element("code", PlanText.shortRevision(release.revision())));
        fact(
                "Started",
                () -> html.raw("<time datetime=\"" + release.started() + "\">" + HtmlReport.time(release.started())
                        + "</time>"));
        fact("Duration", () -> html.text(Text.elapsed(release.elapsed())));
        known(
                "Migrations",
                release.revision(),
                () -> html.text(release.migrations().isEmpty() ? "none" : String.join(", ", release.migrations())));
        release.requests().ifPresent(this::requests);
        release.issue().ifPresent(link -> fact("Issue", () -> html.link(link.text(), link.url())));
    }

    private void requests(ReleaseReport.Requests loop) {
        String failed = HtmlReport.count(loop.failed()) + " of " + HtmlReport.count(loop.total()) + " failed";
        String outage = loop.longestOutage().isZero() ? "" : ", longest outage " + Text.elapsed(loop.longestOutage());
        fact("Requests meanwhile", () -> html.element(
                        "strong class=\"" + (loop.failed() == 0 ? "good" : "bad") + "\"", failed)
                .text(outage + "; answered in " + millis(loop.median()) + " (median), " + millis(loop.p95())
                        + " (95 %)"));
    }

    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, duration.toMillis() < 10 ? "%.1f ms" : "%.0f ms", duration.toNanos() / 1e6);
    }

    private void known(String name, String text, Runnable value) {
        if (!text.isEmpty()) {
            fact(name, value);
        }
    }

    private void fact(String name, Runnable value) {
        html.within("div", () -> html.element("dt", name).within("dd", value));
    }

    private void evidence(Evidence evidence) {
        html.within("details open", () -> {
            html.element("summary", "Evidence: service " + evidence.service());
            html.within("dl class=\"facts\"", () -> {
                if (!evidence.reason().isEmpty()) {
                    fact("What happened", () -> html.text(evidence.reason()));
                }
                fact(
                        "Container",
                        () -> html.element("code", evidence.container().isEmpty() ? "none" : evidence.container()));
                fact("State", () -> html.text(evidence.state()));
                fact("Health", () -> html.text(evidence.health()));
                evidence.exitCode().ifPresent(code -> fact("Exit code", () -> html.text(String.valueOf(code))));
                if (evidence.outOfMemory()) {
                    fact("Memory", () -> html.text("killed for using too much"));
                }
                fact("Restarts", () -> html.text(String.valueOf(evidence.restarts())));
                if (!evidence.blocks().isEmpty()) {
                    fact("Wait for it", () -> html.text(String.join(", ", evidence.blocks())));
                }
            });
            output("Health checks", evidence.healthChecks());
            output("Last log lines", evidence.logLines());
        });
    }

    private void log(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            html.within("details open", () -> {
                html.element("summary", title);
                output(title, lines);
            });
        }
    }

    private void output(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            html.element("h3", title);
            html.element("pre tabindex=\"0\" role=\"region\" aria-label=\"" + title + "\"", String.join("\n", lines));
        }
    }

    private void plan(Plan plan) {
        html.within("details", () -> {
            html.element("summary", "Plan " + plan.id() + ": " + PlanTables.summary(plan));
            new PlanTables(html, plan).write();
        });
    }

    private void images() {
        if (!release.images().isEmpty()) {
            html.within("details", () -> {
                html.element("summary", "Images: " + release.images().size());
                html.table("Images", List.of("Service", "Reference"), () -> new TreeMap<String, ImageReference>(
                                release.images())
                        .forEach((service, image) -> html.within("tr", () -> html.element("th scope=\"row\"", service)
                                .within("td", () -> html.element("code class=\"long\"", image.toString())))));
            });
        }
    }
}
