package io.jenkins.plugins.composerelease.bench;

import static io.jenkins.plugins.composerelease.bench.Tables.number;
import static io.jenkins.plugins.composerelease.bench.Tables.ratio;
import static io.jenkins.plugins.composerelease.bench.Tables.row;
import static io.jenkins.plugins.composerelease.bench.Tables.time;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of the gate's benchmark as tables for people and as a picture. Times in milliseconds. */
final class GatePage {
    private static final List<String> ALL = List.of("ours", "--wait", "loop");

    /** By number of services, then by what and who. */
    private final Map<Integer, Map<String, Samples>> results;

    private final Map<String, Map<String, Samples>> crashLoops;

    GatePage(Map<Integer, Map<String, Samples>> results, Map<String, Map<String, Samples>> crashLoops) {
        this.results = results;
        this.crashLoops = crashLoops;
    }

    String markdown() {
        StringBuilder page = new StringBuilder();
        page.append("**1: from ready to noticed.** Target: at most 0.2 of `--wait`, 0.02 of the loop.\n\n");
        page.append(head("gate", "`--wait`", "5 s loop", "÷ `--wait`", "÷ loop"));
        results.forEach((services, of) -> page.append(row(
                services,
                time(of.get("ready ours")),
                time(of.get("ready --wait")),
                time(of.get("ready loop")),
                ratio(of, "ready ours", "ready --wait"),
                ratio(of, "ready ours", "ready loop"))));
        page.append(
                "\n**2: a stack that is healthy already**, the whole gate; `--wait` less the median of `up -d`, which is"
                        + " beside it. Target: at most 0.2.\n\n");
        page.append(head("gate", "`--wait` less `up -d`", "`up -d`", "÷ `--wait`"));
        results.forEach((services, of) -> page.append(row(
                services,
                time(of.get("healthy ours")),
                time(of.get("healthy --wait").less(of.get("healthy up").median())),
                time(of.get("healthy up")),
                number(of.get("healthy ours").median()
                        / of.get("healthy --wait")
                                .less(of.get("healthy up").median())
                                .median()))));
        page.append("\n**3: from crash to failed**, `restart: no`, evidence collected. Target: at most 0.3.\n\n");
        page.append(head("gate", "`--wait`", "÷ `--wait`"));
        results.forEach((services, of) -> page.append(row(
                services,
                time(of.get("crash ours")),
                time(of.get("crash --wait")),
                ratio(of, "crash ours", "crash --wait"))));
        page.append("\nA crash loop under `restart: always`, " + loops() + "\n");
        page.append(
                "\n**4: requests to the engine and CPU** while every service starts and takes 5 to 10 s. Target: requests at"
                        + " 100 services at most 0.05 of `--wait`, CPU at most 3 times that of 10.\n\n");
        page.append(head("requests: gate", "`--wait`", "5 s loop", "÷ `--wait`", "CPU: gate", "`--wait`", "5 s loop"));
        results.forEach((services, of) -> page.append(row(
                services,
                number(of.get("calls ours").median()),
                number(of.get("calls --wait").median()),
                number(of.get("calls loop").median()),
                ratio(of, "calls ours", "calls --wait"),
                number(of.get("cpu ours").median()),
                number(of.get("cpu --wait").median()),
                number(of.get("cpu loop").median()))));
        return page.toString();
    }

    String picture() {
        Map<String, Map<String, Samples>> groups = new LinkedHashMap<>();
        results.forEach((services, of) -> {
            Map<String, Samples> bars = new LinkedHashMap<>();
            ALL.forEach(who -> bars.put(who.equals("ours") ? "gate" : who, of.get("ready " + who)));
            groups.put(services + " services", bars);
        });
        return BarChart.svg("From ready to noticed: milliseconds, median and 95th percentile, logarithmic", groups);
    }

    private String loops() {
        List<String> texts = new ArrayList<>();
        crashLoops.forEach((kind, of) -> {
            Samples failed = of.getOrDefault("--wait failed", new Samples());
            int healthy = of.getOrDefault("--wait healthy", new Samples()).count();
            texts.add(kind + ": the gate failed " + time(of.get("since the third crash")) + " after the third crash, "
                    + time(of.get("since the first crash")) + " after the first; `--wait` "
                    + (healthy > 0
                            ? "called it healthy in " + healthy + " of " + (healthy + failed.count()) + " rounds"
                            : "")
                    + (healthy > 0 && failed.count() > 0 ? ", else " : "")
                    + (failed.count() > 0 ? "failed after " + time(failed) : ""));
        });
        return String.join("; ", texts) + ".";
    }

    private static String head(String... columns) {
        return Tables.head("services", columns);
    }
}
