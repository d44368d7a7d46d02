package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.publish.BuildVariables;
import io.jenkins.plugins.composerelease.engine.publish.GitState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is released, as Git and the build server know it. An option decides; then the variables that the build server
 * sets; then the workspace's Git. What is built is the commit that is checked out, whatever the variables say.
 */
final class GitFacts {
    private static final Duration ASK = Duration.ofMinutes(1);

    private final GitOptions options;
    private final Session session;
    private final BuildVariables variables;

    GitFacts(Session session, GitOptions options) {
        this.session = session;
        this.options = options;
        this.variables = new BuildVariables(session.terminal().environment());
    }

    /**
     * What is checked out, for what is built from it; an option adds what Git does not tell.
     *
     * @throws InvalidInputException if nothing is, or another revision than --sha names
     */
    GitState checkedOut() {
        GitState found = GitState.read(session.parts().local(), workspace(), environment(), Deadline.in(ASK));
        options.sha().filter(sha -> !found.sha().startsWith(sha)).ifPresent(sha -> {
            throw new InvalidInputException(
                    "The workspace is at revision '" + found.sha() + "', expected '" + sha + "' (--sha).",
                    "Check that revision out.");
        });
        return found.with(options.branch(), options.tag(), options.pullRequest());
    }

    /** The same for what only has to know what would be built: any commit, and none has to be checked out. */
    GitState described() {
        Optional<GitState> found = GitState.find(session.parts().local(), workspace(), environment(), Deadline.in(ASK));
        return found.filter(state -> options.sha().map(state.sha()::startsWith).orElse(true))
                .map(state -> state.with(options.branch(), options.tag(), options.pullRequest()))
                .orElseGet(() -> GitState.of(
                        revision(),
                        branch(),
                        options.tag().or(() -> variables.tag(List::of)),
                        options.pullRequest().or(variables::pullRequest),
                        found.map(GitState::allTags).orElse(List.of())));
    }

    String revision() {
        return Names.revision(options.sha()
                .or(variables::revision)
                .or(() -> git("rev-parse", "HEAD"))
                .orElseThrow(() -> new InvalidInputException(
                        "The revision is not known: '" + workspace() + "' is no Git repository.",
                        "Name it with --sha.")));
    }

    /** The branch; empty for a detached HEAD outside Jenkins. */
    Optional<String> branch() {
        Optional<String> branch =
                options.branch().or(() -> variables.branch(() -> git("symbolic-ref", "--quiet", "--short", "HEAD")));
        branch.ifPresent(name -> Names.argument("branch", name));
        return branch;
    }

    private Optional<String> git(String... arguments) {
        Command command = Command.of("ask Git", "git").withArguments(List.of(arguments));
        try {
            CommandResult result = session.parts()
                    .local()
                    .run(command.withDirectory(workspace().toString()), Deadline.in(ASK));
            return Optional.of(result.output().strip()).filter(text -> result.succeeded() && !text.isEmpty());
        } catch (CommandFailedException e) {
            return Optional.empty(); // no Git here: then options or variables have to tell
        }
    }

    private Map<String, String> environment() {
        return session.terminal().environment();
    }

    private Path workspace() {
        return session.release().workspace();
    }
}
