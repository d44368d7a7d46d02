package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes commands on and keeps what an onlooker could see of them; can hide BuildKit. */
final class DockerWatch implements CommandRunner {
    private final CommandRunner docker;
    final List<Command> commands = new CopyOnWriteArrayList<>();

    /** Private configuration directories that were used, with their permissions at that time. */
    final Set<String> configurations = new ConcurrentSkipListSet<>();

    volatile boolean buildKit = true;

    DockerWatch(CommandRunner docker) {
        this.docker = docker;
    }

    /** {@code build}, {@code push}, {@code login}: the commands that are no look-ups. */
    Set<String> verbs() {
        Set<String> verbs = new TreeSet<>();
        for (Command command : commands) {
            command.argv().stream()
                    .filter(List.of("build", "push", "login")::contains)
                    .forEach(verbs::add);
        }
        return verbs;
    }

    @Override
    public String place() {
        return docker.place();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        commands.add(command);
        String configuration = command.environment().get("DOCKER_CONFIG");
        if (configuration != null) {
            configurations.add(configuration + " " + permissions(Path.of(configuration)));
        }
        if (!buildKit && command.argv().contains("version")) {
            return new CommandResult(1, "", "docker: 'buildx' is not a docker command.", Duration.ZERO);
        }
        return docker.run(command, deadline, listener);
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        throw new AssertionError("publishing streams nothing: " + command.argv());
    }

    private static String permissions(Path directory) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
