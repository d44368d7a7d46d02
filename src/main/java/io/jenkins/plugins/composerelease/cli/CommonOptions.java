package io.jenkins.plugins.composerelease.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Options that every command has. */
final class CommonOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            defaultValue = "release.yaml",
            description = "Configuration; '-' reads it as JSON from standard input. Default: ${DEFAULT-VALUE}")
    private String file = "release.yaml";

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows what commands print, and where an unexpected error came from.")
    private boolean verbose;

    @Option(
            names = "--events",
            description = "Writes what happens for programs, too: lines of the log that begin with RS (0x1E), each"
                    + " with a JSON object.")
    private boolean events;

    @Option(names = "--no-color", description = "Leaves colors out, as does the variable NO_COLOR.")
    private boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    private boolean help;

    String file() {
        return file;
    }

    boolean verbose() {
        return verbose;
    }

    boolean events() {
        return events;
    }

    boolean color(Map<String, String> environment) {
        return !noColor && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
