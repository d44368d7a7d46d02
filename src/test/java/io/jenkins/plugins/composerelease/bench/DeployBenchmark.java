package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Deploying next to {@code docker compose} over SSH. {@code bench/deploy} runs it; the result goes into {@code
 * docs/benchmarks.md}.
 */
public class DeployBenchmark {
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
    private static final int REQUESTS = Integer.getInteger("benchmark.requests", 10_000);
    private static final String SIZES = System.getProperty("benchmark.services", "10,30");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measures() throws Exception {
        BenchmarksPage section = new BenchmarksPage("bench/deploy");
        Map<String, Map<String, Samples>> updates = new LinkedHashMap<>();
        for (String size : SIZES.split(",")) {
            int services = Integer.parseInt(size);
            for (boolean kept : new boolean[] {true, false}) {
                String stack = services + (kept ? ", images kept" : ", images pulled");
                DeployStack one = new DeployStack(services, folder.newFolder().toPath());
                try (DeployRounds rounds = new DeployRounds(one, kept)) {
                    rounds.run(ROUNDS);
                    updates.put(stack, rounds.samples());
                }
                report(stack, updates.get(stack));
            }
        }
        RequestRounds requests;
        try (RequestStack stack = new RequestStack(folder.newFolder().toPath())) {
            requests = new RequestRounds(stack);
            requests.run(REQUESTS, 10);
        }
        for (Map.Entry<String, RequestRounds.Result> entry : requests.results().entrySet()) {
            RequestRounds.Result result = entry.getValue();
            Samples.report(
                    "requests, %s: %d of %d failed %s, %d updates, longest gap %.0f ms",
                    entry.getKey(),
                    result.failed(),
                    result.requests(),
                    result.failures(),
                    result.updates(),
                    result.gap());
        }
        section.write(ROUNDS + " rounds of table 9", new DeployPage(updates, requests.results()).markdown());
    }

    private static void report(String what, Map<String, Samples> samples) throws IOException {
        for (Map.Entry<String, Samples> entry : samples.entrySet()) {
            Samples s = entry.getValue();
            Samples.report(
                    "deploy, %s, %s: median %.1f, p95 %.1f, n %d",
                    what, entry.getKey(), s.median(), s.percentile(95), s.count());
        }
    }
}
