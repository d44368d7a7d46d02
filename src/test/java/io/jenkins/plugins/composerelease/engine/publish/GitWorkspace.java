package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Git repository that depends on no configuration of the machine. */
public final class GitWorkspace {
    static final Map<String, String> ISOLATED = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_AUTHOR_NAME", "Ada",
            "GIT_AUTHOR_EMAIL", "ada@example.com",
            "GIT_COMMITTER_NAME", "Ada",
            "GIT_COMMITTER_EMAIL", "ada@example.com",
            "GIT_COMMITTER_DATE", "2026-03-04T05:06:07+02:00");

    private final Path directory;
    private final LocalRunner runner;

    public GitWorkspace(Path directory) {
        this.directory = directory;
        this.runner = new LocalRunner(ISOLATED);
        git("init", "--quiet", "--initial-branch=main");
    }

    public Path directory() {
        return directory;
    }

    LocalRunner runner() {
        return runner;
    }

    public void write(String path, String text) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits everything; returns the commit's id. */
    public String commit(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message", message);
        return git("rev-parse", "HEAD").strip();
    }

    String git(String... arguments) {
        return runner.require(
                        Command.of("use Git", "git")
                                .withArguments(List.of(arguments))
                                .withDirectory(directory.toString()),
                        soon())
                .output();
    }

    public GitState state(String... variables) {
        return state(directory, variables);
    }

    GitState state(Path below, String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return GitState.read(runner, below, environment, soon());
    }

    Optional<GitState> found(Path below) {
        return GitState.find(runner, below, Map.of(), soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
