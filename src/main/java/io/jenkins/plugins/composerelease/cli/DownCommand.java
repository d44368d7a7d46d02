package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.command.DockerStack.Kind;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            description = "Writes the log of every container to this directory first, with secrets hidden.")
    private Optional<String> logs = Optional.empty();

    @Override
    void run(Session session) {
        ComposeSettings settings = stack.applied(session.release().composeToRemove());
        SecretFiles files =
                session.parts().secretSets(session.terminal().user()).ofStack(settings.project(), Optional.empty());
        List<String> written = logs.map(directory -> session.safely(
                                "write the containers' logs", () -> logs(session, files, settings.project(), directory))
                        .orElse(List.of()))
                .orElse(List.of());
        // By its name alone: the compose files, their variables and secrets may be gone by now.
        ComposeProject project = new ComposeProject(
                settings.project(),
                session.release().workspace().toString(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
        Set<Kind> stays;
        try {
            stays = new ComposeUp(session.parts().local(), session.console()).down(project, !keepVolumes);
        } finally {
            files.remove();
        }
        session.result(
                json,
                new DownResult(project.name(), !keepVolumes && !stays.contains(Kind.VOLUME), written),
                () -> "Project '" + project.name() + "' is removed"
                        + (stays.isEmpty() ? "." : ", except what something else uses."));
    }

    /** Without the secrets nothing is written: they could not be hidden. */
    private static List<String> logs(Session session, SecretFiles files, String project, String directory) {
        Set<String> open = session.release().composeToRemove(session.secrets()).secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.FILE && !secret.hidden())
                .map(SecretBinding::name)
                .collect(Collectors.toSet());
        files.read(open).forEach(session.known()::add);
        return new ContainerLogs(session.parts().local(), session.known().masker(), session.console()::warn)
                .write(project, session.path(directory));
    }

    /**
     * What {@code down --json} prints.
     *
     * @param volumes whether its volumes are removed, too: all of them
     * @param logs names of the files that {@code --logs} wrote
     */
    record DownResult(String project, boolean volumes, List<String> logs) {}
}
