package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A command under way on the host. */
final class SshRun implements RunningCommand {
    private final SshHost host;
    private final SshSession session;
    private final RunningCommand ssh;
    private final AtomicBoolean released = new AtomicBoolean();

    SshRun(SshHost host, SshSession session, RunningCommand ssh) {
        this.host = host;
        this.session = session;
        this.ssh = ssh;
    }

    @Override
    public boolean isAlive() {
        return ssh.isAlive();
    }

    @Override
    public void say(String line) {
        ssh.say(line);
    }

    @Override
    public Optional<CommandResult> await(Deadline deadline) {
        Optional<CommandResult> result = ssh.await(deadline);
        if (result.isPresent()) {
            release();
        }
        return result.map(session::result);
    }

    @Override
    public void close() {
        try {
            if (ssh.isAlive()) {
                host.stop(session);
            }
            ssh.close();
        } finally {
            release();
        }
    }

    private void release() {
        if (released.compareAndSet(false, true)) {
            host.ended(session.run());
        }
    }
}
