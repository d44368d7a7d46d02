package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Secret files for other programs than ours. */
@Command(
        name = "secrets",
        description = "Writes the file secrets of the configuration to tmpfs, for other programs to use; removes them.")
final class SecretsCommand extends BaseCommand {
    private enum Action {
        WRITE,
        REMOVE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(paramLabel = "ACTION", description = "${COMPLETION-CANDIDATES}")
    private Action action;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Name of this set of files, the same for both actions.")
    private String name = "";

    @Override
    void run(Session session) {
        // A compose project's name holds no dot, so these are never the files of a stack.
        SecretFiles files =
                session.parts().secretFiles(session.terminal().user(), "secrets." + Names.name("set of secrets", name));
        if (action == Action.REMOVE) {
            files.remove();
            session.result(json, new SecretsResult(Map.of()), () -> "Removed.");
            return;
        }
        SecretsResult result =
                new SecretsResult(files.writeAlone(session.release().secrets(session.secrets())));
        session.result(json, result, () -> String.join("\n", result.files().values()));
    }

    /**
     * What {@code secrets --json} prints.
     *
     * @param files path of each secret's file, by its name
     */
    record SecretsResult(Map<String, String> files) {}
}
