package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.Samples;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The health gate next to {@code docker compose up --wait} and a loop of 5 s. {@code bench/gate} runs it; the result goes into
 * {@code docs/benchmarks.md}.
 */
public class GateBenchmark {
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 10);
    private static final int CALL_ROUNDS = Math.max(2, ROUNDS / 3);
    private static final String SIZES = System.getProperty("benchmark.services", "3,10,30,100");
    private static final Path PAGE = Path.of("docs", "benchmarks.md");
    private static final Path PICTURE = Path.of("docs", "images", "gate.svg");
    private static final Pattern PLACE = Pattern.compile("(?s)(<!-- bench/gate -->\n).*(<!-- end -->\n)");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measures() throws Exception {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<Integer, Map<String, Samples>> results = new TreeMap<>();
        for (String text : SIZES.split(",")) {
            int size = Integer.parseInt(text);
            Map<String, Samples> samples = new LinkedHashMap<>();
            run(text, new GateRounds(size), ROUNDS, samples);
            run(text, new CallRounds(size, folder.getRoot().toPath()), CALL_ROUNDS, samples);
            results.put(size, samples);
        }
        Map<String, Map<String, Samples>> loops = new LinkedHashMap<>();
        for (String check : List.of("", "{test: [CMD, 'true'], interval: 30s}")) {
            Map<String, Samples> samples = new LinkedHashMap<>();
            run("crash loop, 1", new LoopRounds(check), ROUNDS, samples);
            loops.put(check.isEmpty() ? "without a health check" : "with one", samples);
        }
        GatePage page = new GatePage(results, loops);
        Files.writeString(PICTURE, page.picture());
        Matcher place = PLACE.matcher(Files.readString(PAGE));
        String text = environment(load) + page.markdown();
        Files.writeString(PAGE, place.replaceFirst("$1" + Matcher.quoteReplacement(text) + "$2"));
    }

    private static void run(String name, Rounds rounds, int count, Map<String, Samples> into) throws Exception {
        try (rounds) {
            rounds.run(count);
        }
        for (Map.Entry<String, Samples> entry : rounds.samples().entrySet()) {
            Samples s = entry.getValue();
            into.put(entry.getKey(), s);
            Samples.report(
                    "%s services, %s: median %.1f, p95 %.1f, n %d",
                    name, entry.getKey(), s.median(), s.percentile(95), s.count());
        }
    }

    private static String environment(double load) throws IOException {
        return String.format(
                Locale.ROOT,
                "%d cores, Java %s, Docker engine %s, Compose %s; load before it began %.1f; %d rounds (of table 4: %d).%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                printed("docker", "version", "--format", "{{.Server.Version}}"),
                printed("docker", "compose", "version", "--short"),
                load,
                ROUNDS,
                CALL_ROUNDS);
    }

    private static String printed(String... argv) {
        return TestBed.get()
                .agent()
                .require(Command.of("ask for a version", argv), Deadline.in(Duration.ofMinutes(1)))
                .output()
                .strip();
    }
}
