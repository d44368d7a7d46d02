package io.jenkins.plugins.composerelease.cli;

import picocli.CommandLine.Command;

/** The command that all others belong to. */
@Command(
        name = "compose-release",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Takes an application described by Docker Compose files from commit to production.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "'compose-release COMMAND --help' explains a command."})
final class Root {
    private final Terminal terminal;
    private final Parts parts;

    Root(Terminal terminal, Parts parts) {
        this.terminal = terminal;
        this.parts = parts;
    }

    Terminal terminal() {
        return terminal;
    }

    Parts parts() {
        return parts;
    }
}
