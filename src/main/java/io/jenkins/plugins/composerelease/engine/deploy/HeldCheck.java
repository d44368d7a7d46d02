package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.spi.Clock;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Keeps a target's lock while somebody tests the release that serves there, and records on it how that went. */
public final class HeldCheck {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Clock clock;
    private final UnaryOperator<String> mask;

    /**
     * @param mask hides secrets in what a verdict says
     */
    public HeldCheck(Clock clock, UnaryOperator<String> mask) {
        this.clock = clock;
        this.mask = mask;
    }

    /**
     * @param name name of the check; the release keeps the last result of each
     * @param by who tests: build URL or user
     * @param lockWait how long to wait for somebody else's release
     * @param limit how long to wait for the verdict
     */
    public record Request(Target target, String name, String by, Duration lockWait, Duration limit) {
        public Request {
            Names.name("check", name);
            Names.argument("releaser", by);
        }
    }

    /**
     * What the test came to.
     *
     * @param detail one line without secrets, or empty
     */
    public record Verdict(boolean passed, String detail) {}

    /** How the wait for a verdict ended. Without a verdict the check counts as failed. */
    public enum End {
        VERDICT,
        LIMIT,
        STOPPED
    }

    /** @param check what was recorded */
    public record Outcome(ReleaseRecord release, ReleaseRecord.Check check, End end) {}

    /**
     * Returns when the result is recorded, also where this thread was interrupted, which it still is then.
     *
     * @param ready told the release that is under test, once nobody can change what serves any more
     * @param verdict asked again and again, ten times a second
     * @throws ReleaseException if the target is locked, has no settled release, or the lock is lost meanwhile
     */
    public Outcome hold(
            Request request, Host host, Consumer<ReleaseRecord> ready, Supplier<Optional<Verdict>> verdict) {
        Target target = request.target();
        TargetStore looked = new TargetStore(host, target, clock, mask);
        String owner = request.by() + ", check '" + request.name() + "'";
        try (TargetLock lock = TargetLock.take(host, target, owner, request.lockWait())) {
            TargetStore store = looked.ownedBy(lock);
            ReleaseRecord release = serving(target, store.readToChange());
            ready.accept(release);
            try {
                Deadline deadline = Deadline.in(request.limit());
                Optional<Verdict> given = await(lock, deadline, verdict);
                return record(
                        store,
                        release,
                        request,
                        given.orElseGet(
                                () -> new Verdict(false, "no verdict after " + Text.elapsed(deadline.length()))),
                        given.isPresent() ? End.VERDICT : End.LIMIT);
            } catch (InterruptedException e) {
                try {
                    return record(
                            store, release, request, new Verdict(false, "stopped before its verdict"), End.STOPPED);
                } finally {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static ReleaseRecord serving(Target target, TargetStore.State state) {
        ReleaseRecord release = state.serving()
                .orElseThrow(() -> new InvalidInputException(
                        "Target '" + target.name() + "' has no release to check.", "Deploy to it first."));
        if (state.unsettled()) {
            throw new ReleaseException(
                    ExitCode.NEEDS_ATTENTION,
                    "What runs on target '" + target.name() + "' is not known to be release " + release.id()
                            + ": the last release there did not come to a good end.",
                    "Deploy again or roll back, then check.");
        }
        return release;
    }

    private static Optional<Verdict> await(TargetLock lock, Deadline deadline, Supplier<Optional<Verdict>> verdict)
            throws InterruptedException {
        while (true) {
            boolean late = deadline.passed(); // asked before the last look, so that it is one
            Optional<Verdict> given = verdict.get();
            lock.requireHeld();
            if (given.isPresent() || late) {
                return given;
            }
            Thread.sleep(Math.min(LOOK.toMillis(), deadline.remaining().toMillis() + 1));
        }
    }

    private Outcome record(TargetStore store, ReleaseRecord release, Request request, Verdict verdict, End end) {
        ReleaseRecord.Check check =
                new ReleaseRecord.Check(request.name(), verdict.passed(), verdict.detail(), clock.now(), request.by());
        ReleaseRecord checked = release.checked(check);
        store.write(checked);
        return new Outcome(checked, check, end);
    }
}
