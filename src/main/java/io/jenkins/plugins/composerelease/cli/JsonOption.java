package io.jenkins.plugins.composerelease.cli;

import picocli.CommandLine.Option;

/** The option of commands whose result can be read by programs. */
final class JsonOption {
    @Option(names = "--json", description = "Prints the result as JSON; standard output then holds nothing else.")
    private boolean json;

    boolean json() {
        return json;
    }
}
