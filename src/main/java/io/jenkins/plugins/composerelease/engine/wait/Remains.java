package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.DockerStack;
import io.jenkins.plugins.composerelease.engine.command.DockerStack.Kind;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.List;

/**
 * What is left of a compose project. Compose itself finds networks and volumes by its files, or by the containers that are
 * still there; labels find them also when there are neither.
 */
final class Remains {
    private static final Duration ANSWER = Duration.ofMinutes(1);

    private final CommandRunner runner;

    Remains(CommandRunner runner) {
        this.runner = runner;
    }

    /** Removes containers at once, networks, and volumes where asked to. */
    void remove(String project, boolean volumes) {
        for (Kind kind : Kind.values()) {
            List<String> ids = volumes || kind != Kind.VOLUME ? list(kind, project) : List.of();
            if (!ids.isEmpty()) {
                Command remove = DockerStack.remove(kind, ids);
                CommandResult result = runner.run(remove, Deadline.in(ANSWER));
                // Somebody else may be removing the same.
                if (!result.succeeded() && !list(kind, project).isEmpty()) {
                    result.orThrow(remove, runner.place());
                }
            }
        }
    }

    private List<String> list(Kind kind, String project) {
        return runner.require(DockerStack.list(kind, project), Deadline.in(ANSWER))
                .output()
                .lines()
                .toList();
    }
}
