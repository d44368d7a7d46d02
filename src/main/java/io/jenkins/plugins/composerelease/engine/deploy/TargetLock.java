package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Fence;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.time.Duration;
import java.util.Optional;

/**
 * One release a target at a time. The lock is a {@code flock} held by a command on the host, which ends with its connection,
 * and a minute after it last heard of its owner. Each owner has a fence: a number higher than those before, without which
 * the host does nothing for a release. So an owner that was cut off cannot change anything once there is another one, and
 * one that was not replaced takes its lock again when its connection is back.
 */
final class TargetLock implements AutoCloseable {
    private final Host host;
    private final Target target;
    private final String owner;
    private final Fence fence;
    private volatile LockHolder holder;

    private TargetLock(Host host, Target target, String owner, LockHolder holder) {
        this.host = host;
        this.target = target;
        this.owner = owner;
        this.holder = holder;
        this.fence = new Fence(ReleasePaths.of(target).home(), holder.number());
    }

    /**
     * Takes the lock, and returns when nothing that an owner before started is under way any more, but for lasting work.
     *
     * @param owner who takes it: build URL or user, shown to the next one
     * @param wait how long to wait for another owner
     * @throws ReleaseException with {@link ExitCode#LOCKED} naming the owner
     */
    static TargetLock take(Host host, Target target, String owner, Duration wait) {
        LockHolder holder = new LockHolder(host, target, owner, wait, Optional.empty());
        refuse(holder, target);
        return new TargetLock(host, target, owner, holder);
    }

    /** The host, for this owner alone. */
    Host host() {
        return new FencedHost(host, fence);
    }

    Fence fence() {
        return fence;
    }

    /**
     * Refuses to go on when somebody else may have the lock. Where its holder was lost with its connection, takes it again;
     * that is possible as long as nobody else had it.
     */
    synchronized void requireHeld() {
        if (holder.isHeld()) {
            return;
        }
        holder.close();
        LockHolder again = new LockHolder(host, target, owner, LockHolder.LEASE.plusSeconds(30), Optional.of(fence));
        if (again.number() != fence.number()) {
            Optional<CommandResult> end = again.ended();
            again.close();
            throw new ReleaseException(
                    ExitCode.NEEDS_ATTENTION,
                    "The lock of target '" + target.name() + "' was lost with its connection, and "
                            + (end.map(CommandResult::exitCode)
                                            .filter(LockHolder::isTaken)
                                            .isPresent()
                                    ? "another owner took it over: " + said(end)
                                    : "could not be taken again: " + said(end))
                            + ".",
                    "See 'status' for what the target runs, then release again.");
        }
        holder = again;
    }

    private static void refuse(LockHolder holder, Target target) {
        if (holder.number() > 0) {
            return;
        }
        Optional<CommandResult> end = holder.ended();
        holder.close();
        int code = end.map(CommandResult::exitCode).orElse(-1);
        String waited = " (waited " + Text.elapsed(holder.waited()) + ").";
        if (code == LockHolder.HELD) {
            throw new ReleaseException(
                    ExitCode.LOCKED,
                    "Target '" + target.name() + "' is locked by " + said(end) + waited,
                    "Wait for that release to end, or stop it where it runs.");
        }
        if (code == LockHolder.BUSY) {
            throw new ReleaseException(
                    ExitCode.LOCKED,
                    "Target '" + target.name()
                            + "' has no owner, but what the one before started there is still running" + waited,
                    "Wait until it has ended, or look with 'fuser -v' at '"
                            + ReleasePaths.of(target).workLock() + "' what it is.");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new ReleaseException(ExitCode.FAILED, "Interrupted while locking '" + target.name() + "'.", "");
        }
        throw new ReleaseException(
                ExitCode.FAILED,
                "Could not lock target '" + target.name() + "' in '" + target.directory() + "': "
                        + (end.isPresent()
                                ? "exit code " + code + ": "
                                        + Text.tail(end.get().errors(), 3)
                                : "no answer")
                        + waited,
                "The directory must be writable for the SSH user, and the host needs flock (util-linux) and timeout.");
    }

    private static String said(Optional<CommandResult> end) {
        String words = end.map(result -> result.errors().strip()).orElse("");
        return words.isEmpty() ? "somebody who did not say who" : Text.printable(Text.tail(words, 1));
    }

    @Override
    public void close() {
        holder.close();
    }
}
