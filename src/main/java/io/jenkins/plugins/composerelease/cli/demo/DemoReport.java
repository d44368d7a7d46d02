package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.report.HtmlReport;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport.Requests;
import io.jenkins.plugins.composerelease.engine.report.ReportData;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The demo's ending: a table for the terminal, and all releases in one HTML report. */
final class DemoReport {
    private static final String ROW = "  %-3s %-34s %-9s %-7s %-24s %-22s %s%n";

    private final List<Act> acts;

    DemoReport(List<Act> acts) {
        this.acts = acts;
    }

    void table(PrintStream out) {
        out.println();
        out.println("=== Summary ===");
        out.printf(Locale.ROOT, ROW, "act", "what", "exit code", "serves", "failed requests", "GitHub", "time");
        for (Act act : acts) {
            String requests = act.requests()
                    .map(count -> count.failed() + " of " + count.total() + ", gap " + Text.elapsed(count.longestGap()))
                    .orElse("-");
            out.printf(
                    Locale.ROOT,
                    ROW,
                    act.number() + (act.asExpected() ? "" : "!"),
                    act.title(),
                    act.exitCode(),
                    act.served(),
                    requests,
                    act.issues(),
                    Text.elapsed(act.elapsed()));
        }
    }

    /** Where an act's command leaves its result. */
    static Path result(Path directory, int act) {
        return directory.resolve("act" + act + ".json");
    }

    /** Writes {@code report.html} from the results in a directory. They are masked already by the commands. */
    void html(Path directory) {
        List<ReleaseReport> releases = acts.stream()
                .filter(act -> Files.exists(result(directory, act.number())))
                .map(act -> release(act, result(directory, act.number())))
                .toList();
        List<String> notes = List.of(
                "A request for the application's page began 50 ms after the one before it was answered; one that was not"
                        + " answered with status 200 within 2 s counts as failed.",
                "The strategy is recreate: between stopping the old container and the new one being ready nobody"
                        + " answers. That gap is what the failed requests show.");
        ReportData data = new ReportData("Compose Release demo", acts.size() + " acts", Instant.now(), releases, notes);
        try {
            HtmlReport.write(directory.resolve("report.html"), data, UnaryOperator.identity());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReleaseReport release(Act act, Path file) {
        try {
            ReleaseReport report = Json.read(
                    Json.tree(Files.readString(file), "the result of act " + act.number())
                            .path("report")
                            .toString(),
                    ReleaseReport.class,
                    "the result of act " + act.number());
            ReleaseReport titled = report.titled("Act " + act.number() + ": " + act.title());
            return act.requests()
                    .map(count -> titled.withRequests(new Requests(
                            count.total(), count.failed(), count.median(), count.p95(), count.longestGap())))
                    .orElse(titled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
