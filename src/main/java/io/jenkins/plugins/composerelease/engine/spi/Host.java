package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.Deadline;

/** A deploy host: a place to run commands, with a way to reach its network. */
public interface Host extends CommandRunner, AutoCloseable {

    /**
     * Opens a local TCP port that leads to an address as the host sees it.
     *
     * @param address host name or IP address as seen from the host
     */
    Forward forward(String address, int port, Deadline deadline);

    @Override
    void close();

    /** An open forward: connect to {@link #address()} and {@link #port()} on this machine. */
    interface Forward extends AutoCloseable {
        String address();

        int port();

        @Override
        void close();
    }
}
