package io.jenkins.plugins.composerelease.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measured values, and the file of results that they are written to. */
public final class Samples {
    private static final Path RESULTS = Path.of("target", "benchmarks.txt");

    private final List<Double> values = new ArrayList<>();

    public void add(double value) {
        values.add(value);
    }

    /** The same with a number taken off each. */
    public Samples less(double number) {
        Samples less = new Samples();
        values.forEach(value -> less.add(value - number));
        return less;
    }

    public int count() {
        return values.size();
    }

    public double median() {
        return percentile(50);
    }

    public double max() {
        return percentile(100);
    }

    /** Nearest rank; the median of an even number is the mean of the two in the middle. */
    public double percentile(int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        if (percent == 50 && sorted.size() % 2 == 0) {
            return (sorted.get(sorted.size() / 2 - 1) + sorted.get(sorted.size() / 2)) / 2;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    /** Prints a line and keeps it in {@code target/benchmarks.txt}, with the load of the machine in the last minute. */
    public static void report(String line, Object... values) throws IOException {
        String text = String.format(Locale.ROOT, line, values)
                + String.format(
                        Locale.ROOT,
                        " (load %.1f)%n",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.print("BENCHMARK " + text);
        Files.createDirectories(RESULTS.getParent());
        Files.writeString(RESULTS, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
