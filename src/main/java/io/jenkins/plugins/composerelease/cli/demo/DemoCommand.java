package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays the demo. {@code ./demo} sets up what it needs and removes it afterwards. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Releases an example application in six acts, good and bad, on the parts that './demo' sets up.")
public final class DemoCommand implements Callable<Integer> {
    private static final String REPOSITORY = "shop";

    @Option(
            names = "--testbed",
            required = true,
            paramLabel = "FILE",
            description = "Settings of the test bed; './demo' passes them on.")
    private Path testBed;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            defaultValue = "target/demo",
            description =
                    "Where the application's repository, the results and the report go. Default: ${DEFAULT-VALUE}")
    private Path directory;

    @Option(
            names = "--keep",
            description = "Leaves settings for a Jenkins beside FILE; './demo' then leaves the application up.")
    private boolean keep;

    @Override
    public Integer call() {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Path place = emptied(directory.toAbsolutePath());
            List<Act> acts = play(testBed, place, ownJar(), out, keep);
            out.println();
            out.println("Report: " + place.resolve("report.html"));
            return acts.stream().allMatch(Act::asExpected) ? 0 : ExitCode.FAILED.code();
        } catch (ReleaseException e) {
            out.println("demo: " + e.getMessage());
            return e.exitCode();
        }
    }

    /** Plays all acts, prints the summary, writes the report. */
    static List<Act> play(Path testBed, Path place, Path jar, PrintStream out, boolean keep) {
        try (DemoStage stage = new DemoStage(testBed, place.resolve(REPOSITORY), jar, out)) {
            List<Act> acts = new Demo(stage, place, out).play(act -> {});
            DemoReport report = new DemoReport(acts);
            report.table(out);
            report.html(place);
            if (keep) {
                // The version of the second act is the newest good one.
                KeptSettings.write(
                        testBed.resolveSibling(KeptSettings.FILE),
                        stage.settings(acts.get(1).revision()));
            }
            return acts;
        }
    }

    /** Removes what an earlier demo left there, and nothing that is not its own. */
    private static Path emptied(Path place) {
        if (Files.exists(place) && !Files.exists(place.resolve(REPOSITORY))) {
            throw new InvalidInputException(
                    "'" + place + "' exists and is not from an earlier demo.", "Name another --directory.");
        }
        try {
            if (Files.exists(place)) {
                try (var paths = Files.walk(place)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path ownJar() {
        try {
            Path self = Path.of(DemoCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(self)) {
                return self;
            }
            throw new InvalidInputException(
                    "The demo runs this program's own jar, and this program runs from '" + self + "'.",
                    "Start it with: java -jar compose-release-cli.jar demo");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
