package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which stack on this machine. */
final class StackOptions {
    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "Compose project name, for several stacks side by side. Default: the configuration's.")
    private Optional<String> project = Optional.empty();

    ComposeSettings applied(ComposeSettings settings) {
        return project.map(Names::project).map(settings::withProject).orElse(settings);
    }
}
