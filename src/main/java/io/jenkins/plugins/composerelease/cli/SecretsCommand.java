package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        SecretSets sets = session.parts().secretSets(session.terminal().user());
        if (action == Action.REMOVE) {
            sets.alone(name, Optional.empty()).remove();
            session.result(json, new SecretsResult(Map.of()), () -> "Removed.");
            return;
        }
        Optional<StackOwner> owner = session.release().owner();
        SecretFiles files = sets.alone(name, owner);
        // Docker need not be here, and what a dead build's stack has is removed with the stack.
        owner.ifPresent(build -> sets.removeOrphans(build, project -> false, session.console()));
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
