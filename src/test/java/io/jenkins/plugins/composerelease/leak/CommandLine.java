package io.jenkins.plugins.composerelease.leak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command line as a build server would, each program that it starts traced, and keeps what it printed. */
final class CommandLine {
    private static final long MINUTES = 4;
    private static final Path JAR = Path.of("target", "compose-release-cli.jar").toAbsolutePath();

    private final TracedBed bed;
    private final Path workspace;
    private final Map<String, String> environment;
    private final Map<String, Path> consoles = new LinkedHashMap<>();

    /**
     * @param environment all that it gets beside PATH, secrets among it
     */
    CommandLine(TracedBed bed, Path workspace, Map<String, String> environment) {
        this.bed = bed;
        this.workspace = workspace;
        this.environment = Map.copyOf(environment);
    }

    /** One run: its exit code when it has ended, and what it has printed so far. */
    record Run(Process process, Path console) {
        int exitCode() {
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    throw new AssertionError("It still ran after " + MINUTES + " minutes: " + text());
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        String text() {
            try {
                return Files.readString(console, StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** The traced program: the tracer is its parent. */
        ProcessHandle java() {
            return process.children().findFirst().orElseThrow(() -> new AssertionError("It has ended: " + text()));
        }
    }

    /** What each run printed, by its number and command. */
    Map<String, Path> consoles() {
        return consoles;
    }

    Run run(String... arguments) throws IOException {
        Run run = start(arguments);
        run.exitCode();
        return run;
    }

    Run start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java(), "-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Path console = bed.directory().resolve("console-" + (consoles.size() + 1));
        consoles.put("console " + (consoles.size() + 1) + ": " + String.join(" ", arguments), console);
        ProcessBuilder builder = new ProcessBuilder(bed.tracing(command))
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(console.toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return new Run(builder.start(), console);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
