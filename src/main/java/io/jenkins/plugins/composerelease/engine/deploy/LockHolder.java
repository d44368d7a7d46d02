package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Fence;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The command on the host that holds a target's lock, and the beats that keep it alive. */
final class LockHolder implements AutoCloseable {
    /** Exit codes: another owner has the lock; what an owner before started is still running; another had it meanwhile. */
    static final int HELD = 75;

    static final int BUSY = 76;
    private static final int REPLACED = 79;

    /** How long the host waits for a sign of the owner. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration BEAT = Duration.ofSeconds(10);
    /** Less than the host's: from the last beat that it confirmed, counted from when that was sent. */
    private static final Duration SURE = Duration.ofSeconds(45);
    /** Somebody who only looks whether the lock is free holds it for a moment. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** What a dead owner's connection left is stopped within this time. */
    private static final Duration STOPPED = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * Its arguments: the directory, the owner, seconds to wait for another owner and for what that one started, the fence of
     * an owner that takes it again or nothing, seconds that it lives without a beat.
     *
     * <p>Descriptor 9 is the lock, and closed for what waits for a beat, which may live on for a while. The fence is raised
     * before what runs for the owner before is waited for: from then on nothing begins for it.
     */
    static final String HOLD = "umask 077; h=$1; mkdir -p -- \"$h\" || exit 73; exec 9>>\"$h/lock\" || exit 73; "
            + "flock -E " + HELD + " -w \"$3\" 9; r=$?; test $r -ne " + HELD + " || cat -- \"$h/owner\" >&2; "
            + "test $r -eq 0 || exit $r; n=$(cat -- \"$h/fence\" 2>/dev/null); "
            + "if test -n \"$5\"; then test \"$n\" = \"$5\" || { cat -- \"$h/owner\" >&2; exit " + REPLACED
            + "; }; "
            + "else n=$((${n:-0} + 1)) && printf '%s\\n' \"$n\" > \"$h/fence.tmp\" && "
            + HostFiles.synced("\"$h/fence.tmp\"") + " && mv -f -- \"$h/fence.tmp\" \"$h/fence\" && "
            + HostFiles.synced("\"$h\"") + " || exit 73; fi; "
            + "exec 8>>\"$h/work.lock\" || exit 73; flock -E " + BUSY
            + " -w \"$4\" 8; r=$?; test $r -eq 0 || exit $r; "
            + "exec 8>&-; printf '%s\\n' \"$2\" > \"$h/owner\"; "
            + "beat() { cut -d. -f1 /proc/uptime > \"$h/beat.tmp\" && mv -f -- \"$h/beat.tmp\" \"$h/beat\"; } 2>/dev/null; "
            + "beat; echo \"locked $n\"; "
            + "while x=$(timeout \"$6\" sh -c 'IFS= read -r x && printf %s \"$x\"' 9>&-); do beat; echo \"beat $x\"; done; "
            + "rm -f -- \"$h/owner\" \"$h/beat\"";

    private final RunningCommand command;
    private final Deadline watch;
    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong(System.nanoTime());

    /**
     * Returns when the lock is held or when it is certain that it is not, see {@link #number}.
     *
     * @param again the fence of an owner that had the lock and lost it; empty for a new one
     */
    LockHolder(CommandRunner host, Target target, String owner, Duration wait, Optional<Fence> again) {
        Duration forOwner = wait.compareTo(GRACE) > 0 ? wait : GRACE;
        Duration forWork = wait.compareTo(STOPPED) > 0 ? wait : STOPPED;
        Command hold = HostFiles.script(
                "lock target '" + target.name() + "'",
                HOLD,
                ReleasePaths.of(target).home(),
                owner,
                String.valueOf(forOwner.toSeconds()),
                String.valueOf(forWork.toSeconds()),
                again.map(fence -> String.valueOf(fence.number())).orElse(""),
                String.valueOf(LEASE.toSeconds()));
        watch = Deadline.in(forOwner.plus(forWork).plus(ANSWER));
        command = host.start(hold, this::line);
        try {
            while (!locked.await(50, TimeUnit.MILLISECONDS) && command.isAlive() && !watch.passed()) {
                continue;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (number.get() > 0) {
            Thread beats = new Thread(this::beat, "lock-beat");
            beats.setDaemon(true);
            beats.start();
        }
    }

    static boolean isTaken(int exitCode) {
        return exitCode == HELD || exitCode == REPLACED;
    }

    /** Number of the owner's fence; 0 where the lock was not taken. */
    long number() {
        return number.get();
    }

    /** How it ended, where it did. */
    Optional<CommandResult> ended() {
        return command.isAlive() ? Optional.empty() : command.await(Deadline.in(Duration.ofSeconds(1)));
    }

    Duration waited() {
        return watch.elapsed();
    }

    /** Whether the lock is certainly held. */
    boolean isHeld() {
        return number.get() > 0 && command.isAlive() && System.nanoTime() - confirmed.get() < SURE.toNanos();
    }

    private void line(boolean error, String line) {
        if (error) {
            return;
        }
        if (line.startsWith("locked ")) {
            confirmed.set(System.nanoTime()); // the lease begins here, however long the wait for the lock was
            number.set(Long.parseLong(line.substring("locked ".length())));
            locked.countDown();
        } else if (line.startsWith("beat ")) {
            confirmed.set(Long.parseLong(line.substring("beat ".length())));
        }
    }

    private void beat() {
        try {
            while (!closed.await(BEAT.toMillis(), TimeUnit.MILLISECONDS) && command.isAlive()) {
                command.say(String.valueOf(System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        command.close();
    }
}
