package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One release a target at a time. The lock is a {@code flock} held by a command on the host that lives as long as its
 * connection: when its owner dies, the kernel lets go of it, and nobody has to prove that the owner is dead.
 */
final class TargetLock implements AutoCloseable {
    private static final int HELD = 75;
    /** Seconds; somebody who only looks whether the lock is free holds it for a moment. */
    private static final long GRACE = 2;

    /** The last cat holds the lock until standard input ends; file descriptor 9 is closed for it and kept by the shell. */
    private static final String HOLD = "umask 077; mkdir -p -- \"$1\" || exit 73; exec 9>>\"$1/lock\" || exit 73; "
            + "flock -E " + HELD + " -w \"$3\" 9; r=$?; if test $r -eq " + HELD + "; then cat -- \"$1/owner\" >&2; fi; "
            + "test $r -eq 0 || exit $r; printf '%s\\n' \"$2\" > \"$1/owner\"; "
            + "echo locked; cat > /dev/null 9>&-; rm -f -- \"$1/owner\"";

    private final RunningCommand holder;
    private final String target;

    private TargetLock(RunningCommand holder, String target) {
        this.holder = holder;
        this.target = target;
    }

    /**
     * @param owner who takes it: build URL or user, shown to the next one
     * @param wait how long to wait for another owner
     * @throws ReleaseException with {@link ExitCode#LOCKED} naming the owner
     */
    static TargetLock take(CommandRunner host, Target target, String owner, Duration wait) {
        Command command = HostFiles.script(
                "lock target '" + target.name() + "'",
                HOLD,
                ReleasePaths.of(target).home(),
                owner,
                String.valueOf(Math.max(GRACE, wait.toSeconds())));
        CountDownLatch locked = new CountDownLatch(1);
        RunningCommand holder = host.start(command, (error, line) -> {
            if (!error && line.equals("locked")) {
                locked.countDown();
            }
        });
        try {
            Deadline deadline = Deadline.in(wait.plusSeconds(30));
            while (!locked.await(50, TimeUnit.MILLISECONDS)) {
                if (!holder.isAlive() || deadline.passed()) {
                    throw refused(target, holder.await(Deadline.in(Duration.ofSeconds(1))), deadline);
                }
            }
            return new TargetLock(holder, target.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            holder.close();
            throw new ReleaseException(ExitCode.FAILED, "Interrupted while locking '" + target.name() + "'.", "", e);
        } catch (ReleaseException e) {
            holder.close();
            throw e;
        }
    }

    /** Refuses to go on when the lock's holder is gone: another release may have it now. */
    void requireHeld() {
        if (!holder.isAlive()) {
            throw new ReleaseException(
                    ExitCode.NEEDS_ATTENTION,
                    "The lock of target '" + target + "' was lost: its connection ended.",
                    "See 'status' for what the target runs, then release again.");
        }
    }

    private static ReleaseException refused(Target target, Optional<CommandResult> result, Deadline deadline) {
        if (result.isPresent() && result.get().exitCode() == HELD) {
            return new ReleaseException(
                    ExitCode.LOCKED,
                    "Target '" + target.name() + "' is locked by "
                            + Text.printable(result.get().errors().strip()) + " (waited "
                            + Text.elapsed(deadline.elapsed()) + ").",
                    "Wait for that release to end, or stop it where it runs.");
        }
        String said = result.map(r -> "exit code " + r.exitCode() + ": " + Text.tail(r.errors(), 3))
                .orElse("no answer within " + Text.elapsed(deadline.length()));
        return new ReleaseException(
                ExitCode.FAILED,
                "Could not lock target '" + target.name() + "' in '" + target.directory() + "': " + said + ".",
                "The directory must be writable for the SSH user and the host needs flock (util-linux).");
    }

    @Override
    public void close() {
        holder.close();
    }
}
