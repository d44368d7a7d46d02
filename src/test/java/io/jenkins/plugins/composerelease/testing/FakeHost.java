package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;

/** A place {@code web1} whose commands a test answers itself; it is asked for nothing else. */
public abstract class FakeHost implements Host {
    @Override
    public final String place() {
        return "web1";
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        throw new AssertionError("not asked for: " + command.purpose());
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        throw new AssertionError("not asked for: " + address + ":" + port);
    }

    @Override
    public void close() {
        throw new AssertionError("not the tested object's to close");
    }
}
