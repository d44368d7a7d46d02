package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.DockerStack;
import io.jenkins.plugins.composerelease.engine.command.DockerStack.Kind;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is left of a compose project. Compose itself finds networks and volumes by its files, or by the containers that are
 * still there; labels find them also when there are neither.
 */
final class Remains {
    private static final Duration ANSWER = Duration.ofMinutes(1);

    /** What Docker says of a network that has a container, and of a volume. */
    private static final Pattern IN_USE = Pattern.compile("has active endpoints|volume is in use");

    private final CommandRunner runner;
    private final ReleaseLog log;

    Remains(CommandRunner runner, ReleaseLog log) {
        this.runner = runner;
        this.log = log;
    }

    /**
     * Removes containers at once, networks, and volumes where asked to. What somebody outside the project uses stays, as with
     * Compose itself, and is a warning.
     *
     * @return the kinds of which something stays
     */
    Set<Kind> remove(String project, boolean volumes) {
        Set<Kind> stays = EnumSet.noneOf(Kind.class);
        for (Kind kind : Kind.values()) {
            List<String> ids = volumes || kind != Kind.VOLUME ? list(kind, project) : List.of();
            if (!ids.isEmpty()) {
                Command remove = DockerStack.remove(kind, ids, volumes);
                CommandResult result = runner.run(remove, Deadline.in(ANSWER));
                // Somebody else may be removing the same.
                if (!result.succeeded() && !list(kind, project).isEmpty()) {
                    requireInUse(kind, project, result, remove);
                    stays.add(kind);
                }
            }
        }
        return stays;
    }

    private void requireInUse(Kind kind, String project, CommandResult result, Command remove) {
        List<String> errors = result.errors()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("exit status"))
                .toList();
        boolean inUse = !errors.isEmpty()
                && errors.stream().allMatch(line -> IN_USE.matcher(line).find());
        if (!inUse) {
            try {
                result.orThrow(remove, runner.place());
            } catch (CommandFailedException e) {
                String advice = "Remove them by hand, or mend what Docker says and run 'down' again.";
                throw new CommandFailedException(
                        ExitCode.FAILED, e.getMessage(), advice, e.commandExitCode(), e.logTail(), null);
            }
        }
        errors.forEach(
                line -> log.warn("a " + kind + " of project '" + project + "' stays, as something else uses it: '"
                        + line.strip() + "'; remove or disconnect that, then run 'down' again"));
    }

    private List<String> list(Kind kind, String project) {
        return runner.require(DockerStack.list(kind, project), Deadline.in(ANSWER))
                .output()
                .lines()
                .toList();
    }
}
