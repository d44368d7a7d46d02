package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.OutputListener;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A deploy host over exactly one SSH connection, held by the system's {@code ssh}. Commands run as sessions of that
 * connection, 8 at a time at most. A command that is stopped, by its deadline, by an interrupt, by {@link #close} or
 * because the connection broke, is stopped on the host too; one that must go on without its connection has to leave its
 * process group ({@code setsid}).
 */
public final class SshHost implements Host {
    /** sshd allows 10 sessions by default: these, the connection's own, and one that stops others. */
    private static final int SESSIONS = 8;

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(12);

    private final String name;
    private final CommandRunner local;
    private final SshLink link;
    private final Semaphore permits = new Semaphore(SESSIONS, true);
    private final Object stopping = new Object();
    private final String prefix = UUID.randomUUID() + "-";
    private final AtomicInteger runs = new AtomicInteger();
    private final Set<String> active = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SshHost(String name, CommandRunner local, SshLink link) {
        this.name = name;
        this.local = local;
        this.link = link;
    }

    /**
     * Connects, checks the host key strictly and requires Docker on the host.
     *
     * @param name the target's name, for messages
     * @param local runs {@code ssh} on this machine
     * @throws CommandFailedException if the host cannot be reached or does not let us in, saying which of these
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if the address's host key or jump
     *     host is malformed
     */
    public static SshHost connect(String name, SshAddress address, CommandRunner local, Deadline deadline) {
        return connect(name, address, local, deadline, Duration.ZERO);
    }

    /**
     * The same, with a new connection for what is asked for after one broke. What ran then is lost all the same.
     *
     * @param patience for how long a command waits for that, before its own time begins; then the connection is given up
     */
    public static SshHost connect(
            String name, SshAddress address, CommandRunner local, Deadline deadline, Duration patience) {
        return new SshHost(name, local, new SshLink(name, address, local, patience, deadline));
    }

    /**
     * What is in the way, where {@link #connect} failed or the connection broke.
     *
     * @return {@code ssh}, {@code host key} or {@code docker}
     */
    public static String subject(CommandFailedException e) {
        return SshFailure.subject(e.getMessage());
    }

    @Override
    public String place() {
        return name;
    }

    @Override
    public CommandResult run(Command command, Deadline time, OutputListener listener) {
        SshConnection before = link.current();
        SshSession session = begin(command, time);
        Deadline deadline = session.isOn(before) ? time : Deadline.in(time.length());
        CommandResult result;
        try {
            result = local.run(session.ssh(), deadline, session.filter(listener));
        } catch (CommandFailedException e) {
            boolean late = e.exitCode() == ExitCode.TIMED_OUT.code();
            if (!late && !Thread.currentThread().isInterrupted()) {
                throw e;
            }
            throw session.stopped(e, stop(session), Text.elapsed(deadline.elapsed()));
        } catch (RuntimeException e) {
            stop(session);
            throw e;
        } finally {
            ended(session.run());
        }
        return session.result(result);
    }

    @Override
    public RunningCommand start(Command command, OutputListener listener) {
        SshSession session = begin(command, Deadline.in(START));
        try {
            return new SshRun(this, session, local.start(session.ssh(), session.filter(listener)));
        } catch (RuntimeException e) {
            ended(session.run());
            throw e;
        }
    }

    @Override
    public Forward forward(String address, int port, Deadline deadline) {
        return SshForward.open(name, link.alive(), local, address, port, deadline);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (!active.isEmpty()) {
                stop(List.copyOf(active));
            }
            link.close();
        }
    }

    /** Stops a run on the host. Returns whether nothing of it is known to run any more. */
    boolean stop(SshSession session) {
        return session.isOn(link.current()) && stop(List.of(session.run()));
    }

    /** Makes room for another session. */
    void ended(String run) {
        if (active.remove(run)) {
            permits.release();
        }
    }

    private SshSession begin(Command command, Deadline deadline) {
        String run = prefix + runs.incrementAndGet();
        SshConnection connection = closed.get() ? link.current() : link.alive();
        SshSession session = new SshSession(connection, command, name, run);
        if (closed.get() || !connection.isAlive()) {
            throw session.closed();
        }
        try {
            if (!permits.tryAcquire(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
                throw session.busy(SESSIONS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw session.interrupted();
        }
        active.add(session.run());
        return session;
    }

    private boolean stop(Collection<String> stopped) {
        boolean interrupted = Thread.interrupted(); // an interrupt is why we stop it, not why we should not
        try {
            synchronized (stopping) {
                SshConnection connection = link.current();
                Command command = connection.session(
                        "stop a command", prefix + "stop", RemoteScript.stop(connection.remoteDirectory(), stopped));
                return connection.isAlive()
                        && local.run(command, Deadline.in(STOP)).succeeded();
            }
        } catch (ReleaseException e) {
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
