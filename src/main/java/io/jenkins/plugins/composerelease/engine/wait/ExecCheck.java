package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.util.Optional;

/** Runs a command in a container. */
final class ExecCheck implements Probe {
    private final Condition.Exec condition;
    private final Host host;
    private final ContainerState container;

    ExecCheck(Condition.Exec condition, Host host, ContainerState container) {
        this.condition = condition;
        this.host = host;
        this.container = container;
    }

    @Override
    public Optional<String> attempt(Deadline deadline) throws InterruptedException {
        String program = "'" + Text.printable(condition.argv().get(0)) + "'";
        CommandResult result;
        try {
            result = host.run(Docker.exec(container.id(), condition.argv()), deadline);
        } catch (CommandFailedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Optional.of(program + " in it did not end in " + Text.elapsed(deadline.length()));
        }
        if (result.succeeded()) {
            return Optional.empty();
        }
        String printed = result.errors().isBlank() ? result.output() : result.errors();
        String last = printed.lines().reduce("", (before, line) -> line.isBlank() ? before : line);
        return Optional.of(program + " in it ended with exit code " + result.exitCode()
                + (last.isEmpty() ? "" : ": " + Text.printable(last.strip())));
    }
}
