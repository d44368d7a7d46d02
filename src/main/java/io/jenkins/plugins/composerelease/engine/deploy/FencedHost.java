package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Fence;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;

/**
 * A host as the owner of a target's lock uses it: each command that runs to its end is for this owner alone, and the host
 * refuses it once there is another one. Streams and forwards change nothing there and are what they are.
 */
final class FencedHost implements Host {
    private final Host host;
    private final Fence fence;

    FencedHost(Host host, Fence fence) {
        this.host = host;
        this.fence = fence;
    }

    @Override
    public String place() {
        return host.place();
    }

    @Override
    public CommandResult run(Command command, Deadline deadline, OutputListener listener) {
        return host.run(command.guarded(fence), deadline, listener);
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        return host.start(command, listener);
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return host.forward(address, port, deadline);
    }

    /** The host is not this one's to close. */
    @Override
    public void close() {}
}
