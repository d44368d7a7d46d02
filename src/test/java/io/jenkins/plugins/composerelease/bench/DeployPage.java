package io.jenkins.plugins.composerelease.bench;

import static io.jenkins.plugins.composerelease.bench.Tables.head;
import static io.jenkins.plugins.composerelease.bench.Tables.number;
import static io.jenkins.plugins.composerelease.bench.Tables.ratio;
import static io.jenkins.plugins.composerelease.bench.Tables.row;
import static io.jenkins.plugins.composerelease.bench.Tables.time;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.Map;

/** The results of the benchmark of deploying as tables. Times in milliseconds. */
final class DeployPage {
    private static final Map<String, String> NAMES = Map.of(
            "rolling", "`strategy: rolling`",
            "recreate", "`strategy: recreate`",
            "compose", "`docker compose up --force-recreate`",
            "rollout", "a script: scale to 2, wait, stop the old one");

    private final Map<String, Map<String, Samples>> updates;

    private final Map<String, RequestRounds.Result> requests;

    /**
     * @param updates by the stack, in words, then by who
     * @param requests by who
     */
    DeployPage(Map<String, Map<String, Samples>> updates, Map<String, RequestRounds.Result> requests) {
        this.updates = updates;
        this.requests = requests;
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("**7: failed requests in updates under constant load.** Target: 0 of at least 10,000.\n\n");
        page.append(head(
                "",
                "updates",
                "requests",
                "failed",
                "longest time without an answer",
                "p95 of answers during updates",
                "between them",
                "an update takes"));
        requests.forEach((who, of) -> page.append(row(
                NAMES.get(who),
                of.updates(),
                of.requests(),
                "**" + of.failed() + "**" + (of.failed() == 0 ? "" : " " + of.failures()),
                number(of.gap()),
                number(of.during().percentile(95)),
                number(of.between().percentile(95)),
                time(of.times()))));
        page.append('\n');
        page.append("**9: update of a whole stack.** Target: at most 0.5 of Compose over SSH, one connection.\n\n");
        page.append(head(
                "services",
                "deploy, warm JVM",
                "deploy, program",
                "Compose over SSH",
                "the same, connection shared",
                "warm ÷ Compose",
                "program ÷ Compose",
                "program ÷ shared"));
        updates.forEach((stack, of) -> page.append(row(
                stack,
                time(of.get("engine")),
                time(of.get("program")),
                time(of.get("compose")),
                time(of.get("compose, shared")),
                ratio(of, "engine", "compose"),
                ratio(of, "program", "compose"),
                ratio(of, "program", "compose, shared"))));
        page.append("\nConnections, and sessions in them, as the host's SSH server counts them:\n\n");
        page.append(head("services", "deploy", "Compose over SSH", "the same, connection shared"));
        updates.forEach((stack, of) ->
                page.append(row(stack, counts(of, "program"), counts(of, "compose"), counts(of, "compose, shared"))));
        return page.toString();
    }

    private static String counts(Map<String, Samples> of, String who) {
        return number(of.get(who + " connections").median()) + ", "
                + number(of.get(who + " sessions").median());
    }
}
