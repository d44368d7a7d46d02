package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.ComposeArguments;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.command.DockerStack;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.List;

/**
 * A place that has one Compose or another. Commands come as {@code docker compose} takes them; only where that turns out to
 * be missing {@code docker-compose} is asked for its version, and gets them in its own dialect from then on. Thread-safe.
 */
public final class AnyCompose implements Host {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Host host;
    private volatile ComposeDialect dialect = ComposeDialect.PLUGIN;

    public AnyCompose(Host host) {
        this.host = host;
    }

    @Override
    public String place() {
        return host.place();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        if (!ComposeDialect.isCompose(command)) {
            return host.run(command, deadline, listener);
        }
        if (dialect != ComposeDialect.PLUGIN) {
            return translated(command, deadline, listener);
        }
        CommandResult result = host.run(command, deadline, new Refusal(listener));
        if (result.succeeded() || !ComposeDialect.lacksPlugin(result.errors())) {
            return result;
        }
        dialect = askProgram();
        return translated(command, deadline, listener);
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        return host.start(dialect.translate(command), listener);
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return host.forward(address, port, deadline);
    }

    @Override
    public void close() {
        host.close();
    }

    private ComposeDialect askProgram() {
        CommandResult version;
        try {
            version = host.run(ComposeDialect.askProgram(), Deadline.in(ANSWER));
        } catch (CommandFailedException e) { // there is no such program
            throw noCompose("there is no docker-compose either", e);
        }
        return ComposeDialect.ofProgram(version.output())
                .orElseThrow(() -> noCompose(
                        "its docker-compose says version '" + version.output().strip() + "', expected at least 1.29",
                        null));
    }

    private CommandFailedException noCompose(String what, Exception cause) {
        return new CommandFailedException(
                ExitCode.FAILED,
                "'docker' on " + place() + " has no command 'compose', and " + what + ".",
                "Install the Compose v2 plugin, or docker-compose 1.29.",
                -1,
                "",
                cause);
    }

    private CommandResult translated(Command command, Deadline deadline, OutputListener listener) {
        if (dialect == ComposeDialect.ONE) {
            requireNoEnvFile(command, deadline);
            if (command.argv().get(0).equals("docker")) {
                return one(command, ComposeArguments.of(command), deadline, listener);
            }
        }
        return host.run(dialect.translate(command), deadline, listener);
    }

    private CommandResult one(Command command, ComposeArguments arguments, Deadline deadline, OutputListener listener) {
        String subcommand = arguments.rest().get(0);
        if (subcommand.equals("down") && arguments.values("--file").isEmpty()) {
            return stop(arguments, deadline, listener);
        }
        CommandResult result = host.run(dialect.translate(command), deadline, listener);
        if (!subcommand.equals("config") || !result.succeeded()) {
            return result;
        }
        String json = OneConfig.json(
                result.output(), arguments.rest().subList(3, arguments.rest().size()), arguments.values("--profile"));
        return new CommandResult(0, json, result.errors(), result.elapsed());
    }

    /** Without its files it knows no project: stopped by their label, the rest is removed like all that is left. */
    private CommandResult stop(ComposeArguments arguments, Deadline deadline, OutputListener listener) {
        List<String> ids = host.require(
                        DockerStack.list(DockerStack.Kind.CONTAINER, arguments.value("--project-name")), deadline)
                .output()
                .lines()
                .toList();
        if (ids.isEmpty()) {
            return new CommandResult(0, "", "", Duration.ZERO);
        }
        List<String> rest = arguments.rest();
        List<String> grace =
                rest.contains("--timeout") ? List.of("--time", rest.get(rest.indexOf("--timeout") + 1)) : List.of();
        return host.run(DockerStack.stop(ids, grace), deadline, listener);
    }

    /** It cannot be told to read none. */
    private void requireNoEnvFile(Command command, Deadline deadline) {
        if (!ComposeDialect.wantsNoEnvFile(command)) {
            return;
        }
        List<String> argv = command.argv();
        String file = argv.get(argv.indexOf("--project-directory") + 1) + "/.env";
        Command look = Command.of("look for '" + file + "'", "test", "!", "-e", file);
        if (!host.run(look, deadline).succeeded()) {
            throw new InvalidInputException(
                    "docker-compose 1.29 on " + place() + " would read '" + file + "', which no release has.",
                    "Remove it or name it in 'envFiles', or install Compose v2.");
        }
    }

    /** Keeps back what a docker without the plugin says: that is its usage, page by page. */
    private static final class Refusal implements OutputListener {
        private final OutputListener listener;
        private boolean refused;

        Refusal(OutputListener listener) {
            this.listener = listener;
        }

        @Override
        public synchronized void line(boolean error, String line) {
            refused = refused || error && ComposeDialect.lacksPlugin(line);
            if (!refused) {
                listener.line(error, line);
            }
        }
    }
}
