package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks Git for a {@link GitState}. */
final class GitReader {
    private static final int COPIED_OR_RENAMED = 2;
    private final CommandRunner runner;
    private final Path workspace;
    private final BuildVariables variables;
    private final Deadline deadline;

    GitReader(CommandRunner runner, Path workspace, Map<String, String> environment, Deadline deadline) {
        this.runner = runner;
        this.workspace = workspace;
        this.variables = new BuildVariables(environment);
        this.deadline = deadline;
    }

    GitState read() {
        List<String> place =
                require("rev-parse", "HEAD", "--show-prefix").lines().toList();
        String[] commit = require("log", "-1", "--no-show-signature", "--format=%an%x00%cI%x00%s")
                .strip()
                .split("\0", -1);
        List<String> tags = require("tag", "--points-at", "HEAD").lines().toList();
        return new GitState(
                place.get(0),
                variables.branch(() -> ask("symbolic-ref", "--quiet", "--short", "HEAD")),
                variables.tag(() -> tags),
                tags,
                require("tag", "--list").lines().toList(),
                variables.pullRequest(),
                changes(place.size() > 1 ? place.get(1) : ""),
                ask("remote", "get-url", "origin").flatMap(SourceUrl::publicForm),
                commit[0],
                commit[2],
                OffsetDateTime.parse(commit[1]).toInstant());
    }

    /** Porcelain paths start at the top of the work tree; those outside the workspace are left out. */
    private List<String> changes(String prefix) {
        String[] entries = require("status", "--porcelain=v1", "-z", "--untracked-files=normal")
                .split("\0");
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < entries.length; i++) {
            if (entries[i].length() < 4) {
                continue;
            }
            String state = entries[i].substring(0, COPIED_OR_RENAMED);
            paths.add(entries[i].substring(COPIED_OR_RENAMED + 1));
            if (state.contains("R") || state.contains("C")) {
                paths.add(entries[++i]); // where it was before
            }
        }
        return paths.stream()
                .map(path -> below(prefix, path))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Optional<String> below(String prefix, String path) {
        if (path.startsWith(prefix) && path.length() > prefix.length()) {
            return Optional.of(path.substring(prefix.length()));
        }
        return prefix.startsWith(path) && path.endsWith("/") ? Optional.of("./") : Optional.empty();
    }

    private String require(String... arguments) {
        Command command = command(arguments);
        CommandResult result = runner.run(command, deadline);
        if (result.succeeded()) {
            return result.output();
        }
        throw explain(result.errors()).orElseGet(() -> {
            result.orThrow(command, runner.place());
            return null;
        });
    }

    private Optional<InvalidInputException> explain(String errors) {
        String tried = "Git could not tell what '" + workspace + "' is built from: ";
        if (errors.contains("dubious ownership") || errors.contains("unsafe repository")) {
            return Optional.of(new InvalidInputException(
                    tried + "the directory belongs to another user than the one who runs this.",
                    "If you trust it, run: git config --global --add safe.directory '" + workspace + "'."));
        }
        if (errors.contains("not a git repository")) {
            return Optional.of(new InvalidInputException(
                    tried + "it is no Git repository.", "Publish from a checkout, as the commit names the image."));
        }
        if (errors.contains("HEAD")) {
            return Optional.of(new InvalidInputException(
                    tried + "it has no commit yet (" + Text.printable(Text.tail(errors, 1)) + ").", "Commit first."));
        }
        return Optional.empty();
    }

    private Optional<String> ask(String... arguments) {
        CommandResult result = runner.run(command(arguments), deadline);
        return Optional.of(result.output().strip()).filter(text -> result.succeeded() && !text.isEmpty());
    }

    private Command command(String... arguments) {
        return Command.of("ask Git about '" + workspace + "'", "git", "--no-optional-locks")
                .withArguments(List.of(arguments))
                .withDirectory(workspace.toString())
                .withEnvironment(Map.of("LC_ALL", "C"));
    }
}
