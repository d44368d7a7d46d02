package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Which commit comes after which, as far as the clone knows it. Read-only. */
final class GitHistory {
    private final CommandRunner runner;
    private final Path workspace;

    GitHistory(CommandRunner runner, Path workspace) {
        this.runner = runner;
        this.workspace = workspace;
    }

    /**
     * Whether one commit is known to be among those that led to another.
     *
     * @param revision whole commit id
     * @param later whole commit id
     * @return false also where the clone does not have both, or not all between them
     */
    boolean isBefore(String revision, String later, Deadline deadline) {
        if (revision.equals(later)) {
            return false;
        }
        Command command = Command.of("ask Git which commit is the older one", "git", "--no-optional-locks")
                .withArguments(List.of("merge-base", revision, later))
                .withDirectory(workspace.toString())
                // A partial clone would ask its server for a commit that it lacks.
                .withEnvironment(Map.of("LC_ALL", "C", "GIT_NO_LAZY_FETCH", "1", "GIT_TERMINAL_PROMPT", "0"));
        try {
            return runner.run(command, deadline).output().strip().equals(revision);
        } catch (CommandFailedException e) {
            return false; // no Git here
        }
    }
}
