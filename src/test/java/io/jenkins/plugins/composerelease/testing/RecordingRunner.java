package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes commands on, and keeps what each was for; may put another command in the place of streams. */
public final class RecordingRunner implements Host {
    private final Host runner;
    private final List<String> purposes = new CopyOnWriteArrayList<>();
    private volatile Command stream;

    public RecordingRunner(Host runner) {
        this.runner = runner;
    }

    public List<String> commands() {
        return List.copyOf(purposes);
    }

    public void clear() {
        purposes.clear();
    }

    /** From now on {@link #start} starts this; null for what is asked for. */
    public void replaceStream(Command command) {
        stream = command;
    }

    @Override
    public String place() {
        return runner.place();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        purposes.add(command.purpose());
        return runner.run(command, deadline, listener);
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        Command started = stream == null ? command : stream;
        purposes.add(started.purpose());
        return runner.start(started, listener);
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return runner.forward(address, port, deadline);
    }

    @Override
    public void close() {
        runner.close();
    }
}
