package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.util.Optional;
import java.util.regex.Pattern;

/** Follows a container's log from its present start; a try only sees to it that it is being followed. */
final class LogCheck implements Probe {
    private final Condition.Log condition;
    private final Pattern pattern;
    private final Host host;
    private final ContainerState container;
    private final Runnable changed;
    private volatile boolean found;
    private volatile boolean tooMuch;
    private RunningCommand follower;

    LogCheck(Condition.Log condition, Host host, ContainerState container, Runnable changed) {
        this.condition = condition;
        this.pattern = Pattern.compile(condition.pattern());
        this.host = host;
        this.container = container;
        this.changed = changed;
    }

    @Override
    public synchronized Optional<String> attempt(Deadline deadline) {
        if (!found && (follower == null || !follower.isAlive())) {
            close();
            String since = container.details().endedAt().toString();
            follower = host.start(
                    Docker.followTimedLog(container.id(), since),
                    // A line without time is none of the container's.
                    (error, line) -> DockerStates.Line.of(line).ifPresent(timed -> read(timed.text())));
        }
        if (tooMuch) {
            return Optional.of("'" + condition.pattern() + "' is too much for a line of its log: simplify it");
        }
        return found ? Optional.empty() : Optional.of("no line of its log matches '" + condition.pattern() + "' yet");
    }

    @Override
    public synchronized void close() {
        if (follower != null) {
            follower.close();
            follower = null;
        }
    }

    private void read(String line) {
        try {
            if (!found && pattern.matcher(line).find()) {
                found = true;
                tooMuch = false;
                changed.run();
            }
        } catch (StackOverflowError e) {
            tooMuch = true; // java.util.regex repeats a group by recursion
        }
    }
}
