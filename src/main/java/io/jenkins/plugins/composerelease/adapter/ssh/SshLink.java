package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;

/**
 * The connection to a host, made again where it broke. What ran over the one before is lost; what is asked for from then on
 * is not.
 */
final class SshLink implements AutoCloseable {
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    private static final long LONGEST_PAUSE = 15_000;

    private final String target;
    private final SshAddress address;
    private final CommandRunner local;
    private final Duration patience;
    private volatile SshConnection connection;
    private volatile boolean givenUp;

    /**
     * @param patience for how long to try to connect again; not at all when zero
     */
    SshLink(String target, SshAddress address, CommandRunner local, Duration patience, Deadline deadline) {
        this.target = target;
        this.address = address;
        this.local = local;
        this.patience = patience;
        this.givenUp = patience.isZero();
        this.connection = SshConnection.open(target, address, local, deadline);
    }

    /** The connection as it is, maybe broken. */
    SshConnection current() {
        return connection;
    }

    /**
     * A connection that lives, where there is a way to one: otherwise the one that broke. Once it was not back in time, it is
     * not tried again.
     */
    SshConnection alive() {
        if (connection.isAlive() || givenUp) {
            return connection;
        }
        synchronized (this) {
            if (!connection.isAlive() && !givenUp) {
                reconnect();
            }
            return connection;
        }
    }

    private void reconnect() {
        connection.close();
        Deadline deadline = Deadline.in(patience);
        long pause = 500;
        while (!givenUp) {
            try {
                connection = SshConnection.open(target, address, local, deadline.atMost(ATTEMPT));
                if (givenUp) { // it was closed meanwhile
                    connection.close();
                }
                return;
            } catch (ReleaseException e) {
                boolean hopeless = e instanceof CommandFailedException failed
                        && SshHost.subject(failed).equals("host key");
                givenUp = hopeless || deadline.passed();
            }
            try {
                Thread.sleep(Math.min(pause, deadline.remaining().toMillis() + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return; // whoever stops it does not wait; the next command may try again
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE);
        }
    }

    @Override
    public void close() {
        givenUp = true;
        connection.close();
    }
}
