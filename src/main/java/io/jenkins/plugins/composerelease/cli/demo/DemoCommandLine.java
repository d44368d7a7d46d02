package io.jenkins.plugins.composerelease.cli.demo;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs this program's own command line as a user would, in a process of its own, in front of the user's eyes. */
final class DemoCommandLine {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CommandRunner local;
    private final Path jar;
    private final Path directory;
    private final Map<String, String> environment;
    private final Map<String, Secret> secrets;
    private final PrintStream out;

    DemoCommandLine(
            CommandRunner local,
            Path jar,
            Path directory,
            Map<String, String> environment,
            Map<String, Secret> secrets,
            PrintStream out) {
        this.local = local;
        this.jar = jar;
        this.directory = directory;
        this.environment = environment;
        this.secrets = secrets;
        this.out = out;
    }

    /** Runs a command line, showing it and what it prints. */
    CommandResult show(String... arguments) {
        out.println();
        out.println("  $ compose-release " + String.join(" ", arguments));
        return run((error, line) -> out.println("    " + line), arguments);
    }

    /** The same without a word, for what only the demo wants to know. */
    CommandResult ask(String... arguments) {
        return run((error, line) -> {}, arguments);
    }

    private CommandResult run(
            io.jenkins.plugins.composerelease.engine.spi.OutputListener listener, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(java(), "-jar", jar.toString()));
        argv.addAll(List.of(arguments));
        Command command = Command.of("run 'compose-release " + arguments[0] + "'", argv)
                .withDirectory(directory.toString())
                .withEnvironment(environment)
                .withSecrets(secrets);
        return local.run(command, Deadline.in(PATIENCE), listener);
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
