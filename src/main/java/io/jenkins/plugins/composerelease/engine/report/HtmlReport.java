package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A report as one HTML file that needs nothing else: no script, no network. It follows the reader's light or dark scheme
 * and forbids itself by a content security policy to load anything, whatever a log line may hold.
 */
public final class HtmlReport {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ReportData data;
    private final Html html;

    private HtmlReport(ReportData data, UnaryOperator<String> mask) {
        this.data = data;
        this.html = new Html(mask);
    }

    /** The page. {@code mask} hides the secrets of all releases in it. */
    public static String of(ReportData data, UnaryOperator<String> mask) {
        return new HtmlReport(data, mask).page();
    }

    /** Writes the page as UTF-8. */
    public static void write(Path file, ReportData data, UnaryOperator<String> mask) throws IOException {
        Files.writeString(file, of(data, mask), StandardCharsets.UTF_8);
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    /** The words for a state and the CSS class of its colour. */
    static String stateText(State state) {
        return switch (state) {
            case RUNNING -> "Running";
            case SUCCEEDED -> "Succeeded";
            case FAILED -> "Failed, nothing switched";
            case ROLLED_BACK -> "Rolled back";
            case NEEDS_ATTENTION -> "Needs attention";
        };
    }

    static String stateClass(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String page() {
        html.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\""
                        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw(
                        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
                .element("title", data.title())
                .raw("\n<style>\n" + css() + "</style>\n</head>\n<body>\n")
                .raw("<a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n");
        html.within("header", this::head);
        html.within("main", () -> {
            html.within("section id=\"summary\" aria-label=\"Summary\"", this::summary);
            for (int i = 0; i < data.releases().size(); i++) {
                new ReleaseSection(html, i + 1, data.releases().get(i)).write();
            }
            if (!data.notes().isEmpty()) {
                html.within("section class=\"notes\"", () -> {
                    html.element("h2", "Notes");
                    html.within("ul", () -> data.notes().forEach(note -> html.element("li", note)));
                });
            }
        });
        return html.raw("<footer>Made by Compose Release</footer>\n</body>\n</html>\n")
                .toString();
    }

    private void head() {
        html.element("h1", data.title());
        if (!data.subtitle().isEmpty()) {
            html.element("p class=\"subtitle\"", data.subtitle());
        }
        html.raw("<p class=\"meta\"><time datetime=\"" + data.created() + "\">" + time(data.created())
                + "</time></p>\n");
    }

    private void summary() {
        html.within("dl class=\"tiles\"", this::tiles);
        boolean requests =
                data.releases().stream().anyMatch(release -> release.requests().isPresent());
        List<String> head =
                List.of("#", "Release", "Revision", "Result", "Duration", "Migrations", "Failed requests", "Issue");
        html.table(
                "All releases",
                requests
                        ? head
                        : head.stream()
                                .filter(cell -> !cell.equals("Failed requests"))
                                .toList(),
                () -> {
                    for (int i = 0; i < data.releases().size(); i++) {
                        int number = i + 1;
                        html.within("tr", () -> row(number, data.releases().get(number - 1), requests));
                    }
                });
    }

    private void tiles() {
        List<ReleaseReport> releases = data.releases();
        tile("Releases", String.valueOf(releases.size()), "");
        for (State state : State.values()) {
            long count = releases.stream()
                    .filter(release -> release.state() == state)
                    .count();
            if (count > 0) {
                tile(stateText(state), String.valueOf(count), stateClass(state));
            }
        }
        List<ReleaseReport.Requests> loops = releases.stream()
                .map(ReleaseReport::requests)
                .flatMap(Optional::stream)
                .toList();
        if (!loops.isEmpty()) {
            long failed =
                    loops.stream().mapToLong(ReleaseReport.Requests::failed).sum();
            long total = loops.stream().mapToLong(ReleaseReport.Requests::total).sum();
            tile("Failed requests of " + count(total), count(failed), failed == 0 ? "succeeded" : "failed");
        }
        long issues = releases.stream()
                .map(ReleaseReport::issue)
                .flatMap(Optional::stream)
                .map(ReleaseReport.Link::url)
                .distinct()
                .count();
        if (issues > 0) {
            tile(issues == 1 ? "Issue" : "Issues", String.valueOf(issues), "");
        }
    }

    private void tile(String name, String value, String cssClass) {
        html.within("div class=\"tile " + cssClass + "\"", () -> html.element("dt", name)
                .element("dd", value));
    }

    private void row(int number, ReleaseReport release, boolean requests) {
        html.element("td class=\"n\"", String.valueOf(number));
        html.raw("<th scope=\"row\"><a href=\"#release-" + number + "\">")
                .text(release.title())
                .raw("</a></th>");
        html.within("td", () -> html.element("code", PlanText.shortRevision(release.revision())));
        html.within("td", () -> badge(html, release.state()));
        html.element("td class=\"n\"", Text.elapsed(release.elapsed()));
        html.element("td", release.migrations().isEmpty() ? "none" : String.join(", ", release.migrations()));
        if (requests) {
            html.element(
                    "td class=\"n\"",
                    release.requests()
                            .map(loop -> count(loop.failed()) + " of " + count(loop.total()))
                            .orElse("–"));
        }
        html.within("td", () -> release.issue()
                .ifPresentOrElse(link -> html.link(link.text(), link.url()), () -> html.text("–")));
    }

    static void badge(Html html, State state) {
        html.element("span class=\"badge " + stateClass(state) + "\"", stateText(state));
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String css() {
        try (InputStream in =
                Objects.requireNonNull(HtmlReport.class.getResourceAsStream("report.css"), "report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's style sheet cannot be read from the program's own file.", e);
        }
    }
}
