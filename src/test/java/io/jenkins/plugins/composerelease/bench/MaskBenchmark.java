package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Masking next to a plain copy and to a regular expression. {@code bench/mask} runs it. */
public class MaskBenchmark {
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);

    @Test
    public void measures() throws Exception {
        BenchmarksPage section = BenchmarksPage.withoutDocker("bench/mask");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MaskBench.class.getName())
                        .verbosity(VerboseMode.SILENT)
                        .forks(1)
                        .jvmArgs("-Xmx512m")
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(500))
                        .measurementIterations(ROUNDS)
                        .measurementTime(TimeValue.milliseconds(500))
                        .build())
                .run();
        Map<String, Samples> speeds = new TreeMap<>();
        for (RunResult result : results) {
            String what = result.getPrimaryResult().getLabel();
            int megabytes = what.startsWith("regex") ? MaskTexts.FEW_MEGABYTES : MaskTexts.MEGABYTES;
            String key = what + " "
                    + result.getParams().getParam("secrets") + " "
                    + result.getParams().getParam("hits");
            Samples samples = speeds.computeIfAbsent(key, name -> new Samples());
            result.getBenchmarkResults().forEach(fork -> fork.getIterationResults()
                    .forEach(iteration -> samples.add(
                            megabytes * 1000 / iteration.getPrimaryResult().getScore())));
            Samples.report("mask, %s: median %.0f MB/s, n %d", key, samples.median(), samples.count());
        }
        section.write(ROUNDS + " rounds", new MaskPage(speeds).markdown());
    }
}
