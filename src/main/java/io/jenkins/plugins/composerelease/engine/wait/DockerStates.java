package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Docker for containers and their logs. */
final class DockerStates {
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final CommandRunner runner;

    DockerStates(CommandRunner runner) {
        this.runner = runner;
    }

    /** Every container of a project, without details. */
    List<ContainerList.Entry> list(String project) {
        return ContainerList.parse(
                runner.require(Docker.list(project), answer()).output());
    }

    /** The containers that still exist. */
    List<ContainerState> inspect(Collection<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Command command = Docker.inspect(List.copyOf(ids));
        CommandResult result = runner.run(command, answer());
        // One that was removed meanwhile makes docker fail, after it has printed the others.
        if (!result.errors().lines().allMatch(line -> line.contains("No such container"))) {
            result.orThrow(command, runner.place());
        }
        return ContainerJson.containers(result.output());
    }

    /** The last lines of a container's log, in the order of their time. */
    List<String> log(String container, int lines) {
        CommandResult result = runner.require(Docker.timedLogs(container, lines), answer());
        List<String> timed = new ArrayList<>(result.output().lines().toList());
        timed.addAll(result.errors().lines().toList());
        return timed.stream()
                .flatMap(line -> Line.of(line).stream())
                .sorted(Comparator.comparing(Line::time))
                .map(Line::text)
                .toList();
    }

    /**
     * A line of a container's log.
     *
     * @param time as RFC 3339 has it, always of the same length
     */
    record Line(String time, String text) {
        private static final Pattern TIMED =
                Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[^ ]*)(?: (.*))?", Pattern.DOTALL);

        /** Of a line after its time; empty for what the docker command itself says. */
        static Optional<Line> of(String timed) {
            Matcher matcher = TIMED.matcher(timed);
            return matcher.matches()
                    ? Optional.of(new Line(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)))
                    : Optional.empty();
        }
    }

    private static Deadline answer() {
        return Deadline.in(ANSWER);
    }
}
