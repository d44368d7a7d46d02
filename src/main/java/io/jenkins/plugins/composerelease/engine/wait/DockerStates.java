package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Docker for containers and their logs. */
final class DockerStates {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Pattern SECONDS = Pattern.compile("Up (\\d+) seconds?( .*)?");

    private final CommandRunner runner;

    DockerStates(CommandRunner runner) {
        this.runner = runner;
    }

    /** Id of each container of a project, with how long it has been running at least. */
    Map<String, Duration> ages(String project) {
        Map<String, Duration> ages = new LinkedHashMap<>();
        for (String line : runner.require(Docker.statuses(project), answer())
                .output()
                .lines()
                .toList()) {
            String[] parts = line.split(" ", 2);
            ages.put(parts[0], age(parts.length > 1 ? parts[1] : ""));
        }
        return ages;
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
                .sorted((a, b) -> time(a).compareTo(time(b)))
                .map(line -> line.substring(Math.min(line.length(), time(line).length() + 1)))
                .toList();
    }

    /** How long a container has been up, from the words of {@code docker ps}: the host's own clock tells it. */
    static Duration age(String status) {
        if (status.startsWith("Up Less than a second") || !status.startsWith("Up ")) {
            return Duration.ZERO;
        }
        Matcher seconds = SECONDS.matcher(status);
        return seconds.matches() ? Duration.ofSeconds(Long.parseLong(seconds.group(1))) : Duration.ofMinutes(1);
    }

    private static String time(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    private static Deadline answer() {
        return Deadline.in(ANSWER);
    }
}
