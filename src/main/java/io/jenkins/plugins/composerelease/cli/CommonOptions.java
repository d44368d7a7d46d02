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

    @Option(names = "--no-color", description = "Leaves colors out, as does the variable NO_COLOR.")
    private boolean noColor;

    String file() {
        return file;
    }

    boolean verbose() {
        return verbose;
    }

    boolean color(Map<String, String> environment) {
        return !noColor && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
