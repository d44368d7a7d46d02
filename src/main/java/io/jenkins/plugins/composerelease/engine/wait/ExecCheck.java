package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.util.Optional;

/**
 * Runs a command in a container, over several tries where it takes longer: ending the client would not end the command,
 * and the next one would run beside it.
 */
final class ExecCheck implements Probe {
    private final Condition.Exec condition;
    private final Host host;
    private final ContainerState container;
    private volatile RunningCommand running;
    private volatile boolean closed;

    ExecCheck(Condition.Exec condition, Host host, ContainerState container) {
        this.condition = condition;
        this.host = host;
        this.container = container;
    }

    @Override
    public Optional<String> attempt(Deadline deadline) throws InterruptedException {
        String program = "'" + Text.printable(condition.argv().get(0)) + "'";
        Optional<CommandResult> ended = current().await(deadline);
        if (ended.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Optional.of(program + " in it has not ended yet");
        }
        running = null;
        CommandResult result = ended.get();
        if (result.succeeded()) {
            return Optional.empty();
        }
        String printed = result.errors().isBlank() ? result.output() : result.errors();
        String last = printed.lines().reduce("", (before, line) -> line.isBlank() ? before : line);
        return Optional.of(program + " in it ended with exit code " + result.exitCode()
                + (last.isEmpty() ? "" : ": " + Text.printable(last.strip())));
    }

    @Override
    public void close() {
        closed = true;
        RunningCommand last = running;
        if (last != null) {
            last.close();
        }
    }

    private RunningCommand current() {
        RunningCommand now = running;
        if (now == null) {
            now = host.start(Docker.exec(container.id(), condition.argv()), OutputListener.NONE);
            running = now;
            if (closed) {
                now.close();
            }
        }
        return now;
    }
}
