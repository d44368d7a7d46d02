package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tears the stack down. */
@Command(name = "down", description = "Stops and removes what 'up' started, with its volumes and secret files.")
final class DownCommand extends BaseCommand {
    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--keep-volumes", description = "Keeps the volumes and the data in them.")
    private boolean keepVolumes;

    @Override
    void run(Session session) {
        ComposeSettings settings = stack.applied(session.release().composeToRemove());
        ComposeProject project =
                new Stack(settings, session.release().workspace()).project(List.of(), Optional.empty());
        try {
            new ComposeUp(session.parts().local(), session.console()).down(project, !keepVolumes);
        } finally {
            session.parts()
                    .secretFiles(session.terminal().user(), settings.project())
                    .remove();
        }
        session.result(
                json,
                new DownResult(project.name(), !keepVolumes),
                () -> "Project '" + project.name() + "' is removed.");
    }

    /**
     * What {@code down --json} prints.
     *
     * @param volumes whether its volumes are removed, too
     */
    record DownResult(String project, boolean volumes) {}
}
