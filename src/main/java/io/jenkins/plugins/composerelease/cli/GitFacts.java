package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.publish.BuildVariables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is released, as Git and the build server know it. An option decides; then the variables that the build server
 * sets; then the workspace's Git.
 */
final class GitFacts {
    private final GitOptions options;
    private final Session session;
    private final BuildVariables variables;

    GitFacts(Session session, GitOptions options) {
        this.session = session;
        this.options = options;
        this.variables = new BuildVariables(session.terminal().environment());
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

    Optional<String> tag() {
        Optional<String> tag = options.tag().or(() -> variables.tag(() -> lines("tag", "--points-at", "HEAD")));
        tag.ifPresent(name -> Names.argument("tag", name));
        return tag;
    }

    /** All tags of the repository, as far as they were fetched. */
    List<String> allTags() {
        return lines("tag", "--list");
    }

    /** Number of the pull request that is built. */
    Optional<Integer> pullRequest() {
        return options.pullRequest().or(variables::pullRequest);
    }

    private List<String> lines(String... arguments) {
        return git(arguments).map(names -> names.lines().toList()).orElse(List.of());
    }

    private Optional<String> git(String... arguments) {
        Command command = Command.of("ask Git", "git").withArguments(List.of(arguments));
        try {
            CommandResult result = session.parts()
                    .local()
                    .run(command.withDirectory(workspace().toString()), Deadline.in(Duration.ofSeconds(30)));
            return Optional.of(result.output().strip()).filter(text -> result.succeeded() && !text.isEmpty());
        } catch (CommandFailedException e) {
            return Optional.empty(); // no Git here: then options or variables have to tell
        }
    }

    private Path workspace() {
        return session.release().workspace();
    }
}
