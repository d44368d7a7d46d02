package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks Git for a {@link GitState}. */
final class GitReader {
    private static final int STATE = 2;
    private static final String IGNORED = "!!";

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

    /** Empty where there is no repository, no commit, or no Git. */
    Optional<GitState> find() {
        try {
            CommandResult head = runner.run(command("rev-parse", "--verify", "HEAD"), deadline);
            if (!head.succeeded() && !isUntrusted(head.errors())) {
                return Optional.empty();
            }
        } catch (CommandFailedException e) {
            return Optional.empty();
        }
        return Optional.of(read());
    }

    GitState read() {
        List<String> place = require("rev-parse", "HEAD", "--show-prefix", "--is-shallow-repository")
                .lines()
                .toList();
        String prefix = place.size() > 1 ? place.get(1) : "";
        List<Entry> status = status();
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
                below(prefix, status.stream().filter(entry -> !entry.ignored())),
                ask("remote", "get-url", "origin").flatMap(SourceUrl::publicForm),
                commit[0],
                commit[2],
                OffsetDateTime.parse(commit[1]).toInstant(),
                below(prefix, status.stream().filter(Entry::ignored)),
                envFiles(),
                place.size() > 2 && place.get(2).equals("true"));
    }

    private List<Entry> status() {
        // Every file, as a .dockerignore may take some of a directory: but no file of directories that are ignored.
        String[] fields = require("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching")
                .split("\0");
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].length() <= STATE + 1) {
                continue;
            }
            String state = fields[i].substring(0, STATE);
            entries.add(new Entry(state.equals(IGNORED), fields[i].substring(STATE + 1)));
            if (state.contains("R") || state.contains("C")) {
                entries.add(new Entry(false, fields[++i])); // where it was before
            }
        }
        return entries;
    }

    private List<String> envFiles() {
        return Arrays.stream(require("ls-files", "-z", "--", ":(glob,icase)**/.env*", ":(glob,icase)**/*.env")
                        .split("\0"))
                .filter(path -> EnvSecrets.isEnvFile(path.substring(path.lastIndexOf('/') + 1)))
                .distinct()
                .toList();
    }

    /** Porcelain paths start at the top of the work tree; those outside the workspace are left out. */
    private static List<String> below(String prefix, Stream<Entry> entries) {
        return entries.map(entry -> below(prefix, entry.path()))
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
        if (isUntrusted(errors)) {
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

    private static boolean isUntrusted(String errors) {
        return errors.contains("dubious ownership") || errors.contains("unsafe repository");
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

    private record Entry(boolean ignored, String path) {}
}
