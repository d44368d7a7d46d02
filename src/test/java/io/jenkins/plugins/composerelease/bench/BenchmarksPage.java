package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of {@code docs/benchmarks.md} that a benchmark writes: from its mark to the next {@code <!-- end -->}. */
final class BenchmarksPage {
    private static final Path PAGE = Path.of("docs", "benchmarks.md");

    private final String mark;
    private final boolean docker;
    private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();

    /** To be made before anything is measured: it keeps the load of the machine. */
    BenchmarksPage(String mark) {
        this(mark, true);
    }

    private BenchmarksPage(String mark, boolean docker) {
        this.mark = mark;
        this.docker = docker;
    }

    /** For what is measured without Docker. */
    static BenchmarksPage withoutDocker(String mark) {
        return new BenchmarksPage(mark, false);
    }

    /**
     * Replaces the part.
     *
     * @param rounds how many there were, in words
     */
    void write(String rounds, String markdown) throws IOException {
        Pattern place = Pattern.compile("(?s)(<!-- " + Pattern.quote(mark) + " -->\n).*?(<!-- end -->\n)");
        Matcher matcher = place.matcher(Files.readString(PAGE));
        String text = environment(rounds) + markdown;
        Files.writeString(PAGE, matcher.replaceFirst("$1" + Matcher.quoteReplacement(text) + "$2"));
    }

    private String environment(String rounds) {
        return String.format(
                Locale.ROOT,
                "%d cores, Java %s%s; load before it began %.1f; %s.%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                docker ? versions() : "",
                load,
                rounds);
    }

    private static String versions() {
        return ", Docker engine " + printed("docker", "version", "--format", "{{.Server.Version}}") + ", Compose "
                + printed("docker", "compose", "version", "--short");
    }

    private static String printed(String... argv) {
        return TestBed.get()
                .agent()
                .require(Command.of("ask for a version", argv), Deadline.in(Duration.ofMinutes(1)))
                .output()
                .strip();
    }
}
