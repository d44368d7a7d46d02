package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Publishing next to {@code docker push}, when there is nothing to do and when there are several images. {@code
 * bench/publish} runs it; the result goes into {@code docs/benchmarks.md}.
 */
public class PublishBenchmark {
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 10);
    private static final int PUSH_ROUNDS = Math.max(2, ROUNDS / 3);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void measures() throws Exception {
        BenchmarksPage section = new BenchmarksPage("bench/publish");
        Map<Integer, Map<String, Samples>> unchanged = new LinkedHashMap<>();
        for (int images : new int[] {1, 5}) {
            try (UnchangedRounds rounds = new UnchangedRounds(
                    images, folder.newFolder("unchanged-" + images).toPath())) {
                rounds.run(ROUNDS);
                unchanged.put(images, rounds.samples());
            }
            report(images + " unchanged", unchanged.get(images));
        }
        Map<String, Samples> several;
        try (SeveralRounds rounds =
                new SeveralRounds(folder.newFolder("several").toPath())) {
            rounds.run(PUSH_ROUNDS);
            several = rounds.samples();
        }
        report("5 new", several);
        section.write(
                ROUNDS + " rounds (of the last table: " + PUSH_ROUNDS + ")",
                new PublishPage(unchanged, several).markdown());
    }

    private static void report(String what, Map<String, Samples> samples) throws IOException {
        for (Map.Entry<String, Samples> entry : samples.entrySet()) {
            Samples s = entry.getValue();
            Samples.report(
                    "publish, %s, %s: median %.1f, p95 %.1f, n %d",
                    what, entry.getKey(), s.median(), s.percentile(95), s.count());
        }
    }
}
