package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.report.ServiceTime.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened when: a table of the phases and one of the services, with bars on the same axis. */
final class TimeTables {
    private final Html html;
    private final ReleaseReport release;
    private final Duration end;

    TimeTables(Html html, ReleaseReport release) {
        this.html = html;
        this.release = release;
        this.end = Stream.concat(
                        release.phases().stream().map(time -> time.start().plus(time.length())),
                        release.services().stream().map(ServiceTime::last).map(span -> span.start()
                                .plus(span.length())))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    void write() {
        if (!release.phases().isEmpty()) {
            html.table(
                    "Timeline",
                    () -> head("Phase", List.of("Start", "Duration", "Result", "What happened")),
                    () -> release.phases().forEach(time -> html.within("tr", () -> phase(time))));
        }
        if (!release.services().isEmpty()) {
            html.table(
                    "Health",
                    () -> head("Service", List.of("State", "Since", "States before", "What happened")),
                    () -> release.services().forEach(time -> html.within("tr", () -> service(time))));
        }
    }

    private void head(String first, List<String> last) {
        html.element("th scope=\"col\"", first);
        html.within(
                "th scope=\"col\" class=\"axis\"",
                () -> html.within("div", () -> html.element("span", "0 s").element("span", Text.elapsed(end))));
        last.forEach(cell -> html.element("th scope=\"col\"", cell));
    }

    private void phase(PhaseTime time) {
        String name = time.phase().label();
        html.element("th scope=\"row\"", name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        String kind = time.phase() == Phase.ROLLBACK && time.result() == StageResult.Result.OK
                ? "rolled-back"
                : time.result().label();
        bar(part(kind, time.start(), time.length()));
        html.element("td class=\"n\"", Text.elapsed(time.start()));
        html.element("td class=\"n\"", Text.elapsed(time.length()));
        html.element(
                "td class=\"result " + time.result().label() + "\"",
                time.result().label());
        html.element("td class=\"what\"", time.detail());
    }

    private void service(ServiceTime time) {
        html.element("th scope=\"row\"", time.service());
        bar(time.spans().stream()
                .map(span -> part(kind(span), span.start(), span.length()))
                .collect(Collectors.joining()));
        Span last = time.last();
        html.element("td class=\"result " + kind(last) + "\"", last.state());
        html.element("td class=\"n\"", Text.elapsed(last.start()));
        List<Span> before = time.spans().subList(0, time.spans().size() - 1);
        html.element(
                "td class=\"before\"",
                before.stream()
                        .map(span -> span.state() + " " + Text.elapsed(span.length()))
                        .collect(Collectors.joining(", ")));
        html.element("td class=\"what\"", last.detail());
    }

    /** The colour of a state. What a service says of itself goes into the text only. */
    private static String kind(Span span) {
        return switch (span.state()) {
            case "healthy", "ready" -> "ok";
            case "failed", "unhealthy" -> "failed";
            case "exited", "restarting" -> "rolled-back";
            case "created" -> "created";
            default -> "running";
        };
    }

    /** The picture says nothing that the cells beside it do not say, so it is hidden from screen readers. */
    private void bar(String parts) {
        html.raw("<td class=\"bar\"><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                + "<rect class=\"track\" width=\"1000\" height=\"10\"/>"
                + "<path class=\"grid\" d=\"M250 0V10M500 0V10M750 0V10\"/>" + parts + "</svg></td>");
    }

    private String part(String kind, Duration start, Duration length) {
        long total = Math.max(1, end.toMillis());
        double width = Math.max(5, 1000.0 * length.toMillis() / total);
        double x = Math.min(1000.0 * start.toMillis() / total, 1000 - width);
        return String.format(
                Locale.ROOT, "<rect class=\"%s\" x=\"%.1f\" width=\"%.1f\" height=\"10\"/>", kind, x, width);
    }
}
