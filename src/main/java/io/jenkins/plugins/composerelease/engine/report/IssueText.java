package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The texts of a failure's issue. Masked first and truncated then; what others wrote in them mentions nobody, refers to
 * nothing and is no HTML.
 *
 * @param title at most 256 characters
 * @param body at most 65,536 characters, with the markers of signature, scope and run
 * @param comment text for when it fails again, at most 65,536 characters, with the marker of the run
 */
public record IssueText(String title, String body, String comment) {
    /** The most characters GitHub takes in a body. */
    public static final int LIMIT = 65_536;

    private static final int TITLE_LIMIT = 256;
    private static final int ERROR_LIMIT = 4_000;
    private static final int ROWS = 60;

    public static IssueText of(Failure raw, UnaryOperator<String> mask) {
        Failure failure = raw.masked(mask);
        String markers = "\n" + FailureSignature.of(failure).marker() + "\n"
                + failure.scope().marker() + "\n" + failure.run().marker() + "\n";
        String comment = "\n" + failure.run().marker() + "\n";
        return new IssueText(title(failure), text("", failure, markers), text("Failed again. ", failure, comment));
    }

    /** The comment with which an issue is closed, with the run's {@link Run#resolvedMarker}. */
    public static String resolved(Scope scope, Run raw, String release, UnaryOperator<String> mask) {
        Run run = raw.masked(mask);
        return Markdown.text(scope.title()) + " works again: release " + Markdown.code(release) + " in " + link(run)
                + run.commit()
                        .map(commit -> ", commit " + Markdown.code(commit))
                        .orElse("") + ".\n\n" + run.resolvedMarker()
                + "\n";
    }

    private static String title(Failure failure) {
        String service = failure.service().map(name -> " (" + name + ")").orElse("");
        String where = failure.scope().kind() == Scope.Kind.TARGET ? " failed in " + failure.phase() : " failed";
        return PlainText.line(failure.scope().title() + where + service + ": " + failure.error(), TITLE_LIMIT);
    }

    private static String text(String prefix, Failure failure, String markers) {
        StringBuilder head = new StringBuilder();
        head.append(prefix).append(Markdown.text(failure.scope().title()));
        head.append(" failed in ").append(Markdown.code(failure.phase()));
        failure.service().ifPresent(name -> head.append(", service ").append(Markdown.code(name)));
        head.append(".\n\n").append(block(failure.error(), ERROR_LIMIT));
        if (!failure.advice().isEmpty()) {
            head.append("\n").append(Markdown.text(failure.advice())).append("\n");
        }
        head.append("\n").append(origin(failure.run()));
        if (!failure.steps().isEmpty()) {
            head.append("\n").append(steps(failure.steps()));
        }
        failure.evidence().ifPresent(evidence -> head.append("\n").append(facts(evidence)));
        return head + logs(failure, LIMIT - head.length() - markers.length()) + markers;
    }

    private static String origin(Run run) {
        List<List<String>> rows = new ArrayList<>();
        run.branch().ifPresent(branch -> rows.add(List.of("Branch", Markdown.code(branch))));
        run.commit().ifPresent(commit -> rows.add(List.of("Commit", Markdown.code(commit))));
        return Markdown.table(List.of("Run", link(run)), rows);
    }

    private static String link(Run run) {
        String name = PlainText.line(run.name(), 200);
        return run.url()
                .filter(url -> url.length() < 1000)
                .map(url -> Markdown.link(name, url))
                .orElse(Markdown.text(name));
    }

    private static String steps(List<StageResult> steps) {
        List<List<String>> rows = steps.stream()
                .skip(Math.max(0, steps.size() - ROWS))
                .map(step -> List.of(
                        Markdown.code(step.name()),
                        step.result() == StageResult.Result.FAILED
                                ? "**failed**"
                                : step.result().label(),
                        step.duration().map(Text::elapsed).orElse("")))
                .toList();
        return Markdown.table(List.of("Stage", "Result", "Duration"), rows);
    }

    private static String facts(Evidence evidence) {
        List<List<String>> rows = new ArrayList<>();
        if (!evidence.reason().isEmpty()) {
            rows.add(List.of("What happened", Markdown.code(evidence.reason())));
        }
        rows.add(List.of("Container", evidence.container().isEmpty() ? "none" : Markdown.code(evidence.container())));
        rows.add(List.of("State", Markdown.code(evidence.state())));
        rows.add(List.of("Health", Markdown.code(evidence.health())));
        evidence.exitCode().ifPresent(code -> rows.add(List.of("Exit code", String.valueOf(code))));
        if (evidence.outOfMemory()) {
            rows.add(List.of("Memory", "killed for using too much"));
        }
        rows.add(List.of("Restarts", String.valueOf(evidence.restarts())));
        if (!evidence.blocks().isEmpty()) {
            rows.add(List.of("Wait for it", Markdown.code(String.join(", ", evidence.blocks()))));
        }
        return Markdown.table(List.of("Service", Markdown.code(evidence.service())), rows);
    }

    /** Health checks, the service's log and the command's log; each gets what the shorter ones leave of the budget. */
    private static String logs(Failure failure, int budget) {
        Optional<Evidence> evidence = failure.evidence();
        List<Log> logs = new ArrayList<>();
        evidence.ifPresent(seen -> logs.add(Log.of("Health checks", seen.healthChecks())));
        evidence.ifPresent(
                seen -> logs.add(Log.of("Last log lines of " + Markdown.code(seen.service()), seen.logLines())));
        logs.add(Log.of("Last lines of the command that failed", failure.log()));
        logs.removeIf(log -> log.text().isEmpty());
        StringBuilder out = new StringBuilder();
        int left = budget;
        for (int i = 0; i < logs.size(); i++) {
            int longerOnes = logs.size() - i - 1;
            int later = 0;
            for (Log log : logs.subList(i + 1, logs.size())) {
                later += Math.min(log.length(), left / (longerOnes + 1));
            }
            String section = logs.get(i).section(left - later);
            out.append(section);
            left -= section.length();
        }
        return out.toString();
    }

    private static String block(String text, int limit) {
        return Markdown.fence(PlainText.excerpt(Markdown.fenceable(text), limit));
    }

    private record Log(String title, String text) {
        /** Title, fences and line ends around a text, generously. */
        private static final int AROUND = 60;

        static Log of(String title, List<String> lines) {
            return new Log(title, Markdown.fenceable(String.join("\n", lines)));
        }

        int length() {
            return title.length() + AROUND + text.length();
        }

        String section(int limit) {
            return "\n#### " + title + "\n\n"
                    + Markdown.fence(PlainText.excerpt(text, limit - title.length() - AROUND));
        }
    }
}
