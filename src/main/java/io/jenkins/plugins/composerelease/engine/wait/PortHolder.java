package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who has a port of the host: a container with its compose project, else a process. */
final class PortHolder {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Pattern PROCESS = Pattern.compile("users:\\(\\(\"([^\"]+)\",pid=(\\d+)");

    private final CommandRunner host;

    PortHolder(CommandRunner host) {
        this.host = host;
    }

    /** The holder in words, for example {@code container 'shop-web-1' of project 'shop'}; empty where nobody can tell. */
    Optional<String> find(int port) {
        return output(Docker.publishers(port)).flatMap(PortHolder::container).or(() -> output(
                        Command.of("find who listens on port " + port, "ss", "-Htulnp", "sport = :" + port))
                .flatMap(PortHolder::process));
    }

    static Optional<String> container(String lines) {
        return lines.lines()
                .findFirst()
                .map(line -> line.split("\t", -1))
                .map(fields -> "container '" + fields[0] + "'"
                        + (fields.length < 2 || fields[1].isEmpty() ? "" : " of project '" + fields[1] + "'"));
    }

    static Optional<String> process(String lines) {
        Matcher matcher = PROCESS.matcher(lines);
        return matcher.find()
                ? Optional.of("process '" + matcher.group(1) + "' (pid " + matcher.group(2) + ")")
                : Optional.empty();
    }

    private Optional<String> output(Command command) {
        try {
            CommandResult result = host.run(command, Deadline.in(ANSWER));
            return result.succeeded() ? Optional.of(result.output()) : Optional.empty();
        } catch (CommandFailedException e) {
            return Optional.empty(); // not everybody has ss: then the holder stays unknown
        }
    }
}
