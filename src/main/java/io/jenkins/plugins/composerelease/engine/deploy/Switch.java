package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import io.jenkins.plugins.composerelease.engine.wait.EngineWait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The switch as one transaction: the stack ends on the new release, verified, or on the one before it. */
final class Switch {
    private final ReleaseRun run;
    private final Host host;
    private final Target target;
    private final HostStack stack;
    private final TargetStore.State earlier;
    private final RunningStack before;
    private final ReleaseLog log;
    private boolean stopped;

    /**
     * @param earlier what the target remembered when this release began
     * @param before what ran when this release began
     */
    Switch(
            ReleaseRun run,
            Host host,
            Target target,
            HostStack stack,
            TargetStore.State earlier,
            RunningStack before,
            ReleaseLog log) {
        this.run = run;
        this.host = host;
        this.target = target;
        this.stack = stack;
        this.earlier = earlier;
        this.before = before;
        this.log = log;
    }

    /**
     * @param over brings the stack to the release
     */
    void toNewOrBack(ReleaseRecord release, Runnable over) {
        try {
            run.phase(Phase.SWITCH, "", () -> {
                over.run();
                return null;
            });
            run.phase(Phase.VERIFY, "", () -> new Verification(host, target, stack, log).verify(release));
        } catch (UnknownOutcomeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw goBack(e);
        }
    }

    /** Goes back for a release whose owner did not come to it. */
    DeployFailedException backAfter(RuntimeException cause) {
        return goBack(cause);
    }

    /** Leaves a release as it is, unfinished, where nobody but a person can know how far it came. */
    DeployFailedException leftOpen(UnknownOutcomeException cause) {
        return failure(ExitCode.NEEDS_ATTENTION, run.phase(), "Nothing else was changed.", cause);
    }

    /** Ends a release that failed before the switch. */
    DeployFailedException keepOld(RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        stack.giveRoom();
        String state;
        if (earlier.serving().isPresent()) {
            state = "Nothing was switched: " + stillServing(earlier.serving().get(), cause);
        } else if (!nothingRan()) {
            state = "Nothing was switched: what ran before keeps running.";
        } else {
            boolean begun = failed == Phase.BACKUP || failed == Phase.MIGRATE || failed == Phase.PULL;
            state = begun ? takeDown(cause) : "Nothing was started.";
        }
        run.endAfter(cause, State.FAILED, "failed in phase " + failed.label());
        restore(interrupted);
        ExitCode code = failed == Phase.MIGRATE ? migrationCode(cause) : ExitCode.FAILED;
        return failure(code, failed, state, cause);
    }

    private boolean nothingRan() {
        return before.containers().isEmpty();
    }

    /** Looked at before it is claimed: a restart of the engine may be why this release failed. */
    private String stillServing(ReleaseRecord serving, RuntimeException cause) {
        try {
            List<String> again = stack.startAgain(serving, before.running());
            return describe(serving)
                    + (again.isEmpty()
                            ? " keeps serving."
                            : " serves, after " + String.join(", ", again) + " was started again.");
        } catch (ReleaseException e) {
            cause.addSuppressed(e);
            return "whether " + describe(serving) + " still serves is not known: " + e.getMessage();
        }
    }

    private static ExitCode migrationCode(RuntimeException cause) {
        boolean refused = cause instanceof ReleaseException known && known.exitCode() == ExitCode.PLAN_REFUSED.code();
        return refused ? ExitCode.PLAN_REFUSED : ExitCode.MIGRATION_FAILED;
    }

    private DeployFailedException goBack(RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        try {
            stack.giveRoom();
            Optional<ReleaseRecord> previous = earlier.serving();
            if (previous.isEmpty() && nothingRan()) {
                String state = takeDown(cause);
                run.endAfter(cause, State.FAILED, "failed in phase " + failed.label());
                return failure(ExitCode.FAILED, failed, state, cause);
            }
            if (previous.isEmpty()) {
                return left(
                        failed,
                        cause,
                        "It was not rolled back, because what ran before was not recorded: nobody"
                                + " released it with this tool. Fix and release again, or start it by hand.");
            }
            if (run.record().destructive()
                    || earlier.destructiveSince(previous.get().id())) {
                return left(
                        failed,
                        cause,
                        "It was not rolled back, because a destructive migration was applied that "
                                + describe(previous.get())
                                + " may not run on. Fix and release again, restore the backup"
                                + run.record()
                                        .more()
                                        .backup()
                                        .map(id -> " ('" + Backups.restoreCommand(target, id) + "')")
                                        .orElse("")
                                + ", or run 'rollback --force'.");
            }
            return rollBack(previous.get(), failed, cause);
        } finally {
            restore(interrupted || stopped);
        }
    }

    private DeployFailedException left(Phase failed, RuntimeException cause, String state) {
        run.endAfter(cause, State.NEEDS_ATTENTION, "failed in phase " + failed.label() + "; not rolled back");
        return failure(ExitCode.NEEDS_ATTENTION, failed, state, cause);
    }

    private DeployFailedException rollBack(ReleaseRecord previous, Phase failed, RuntimeException cause) {
        ReleaseRecord release = run.record();
        try {
            String trouble = run.phase(
                    Phase.ROLLBACK,
                    "to " + previous.id() + "; " + schema(previous),
                    () -> toItsEnd(() -> bringBack(previous, release)));
            String but = trouble.isEmpty() ? "" : ", but " + trouble;
            run.endAfter(
                    cause, State.ROLLED_BACK, "failed in phase " + failed.label() + "; back to " + previous.id() + but);
            return failure(
                    ExitCode.ROLLED_BACK,
                    failed,
                    "Rolled back: " + describe(previous) + " serves again, healthy" + (but.isEmpty() ? "." : but),
                    cause);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            run.endAfter(cause, State.NEEDS_ATTENTION, "failed in phase " + failed.label() + "; rollback failed");
            return failure(
                    ExitCode.NEEDS_ATTENTION,
                    failed,
                    "Going back to " + describe(previous) + " failed too: " + e.getMessage()
                            + " Look at the host, then release or roll back again.",
                    cause);
        }
    }

    private String bringBack(ReleaseRecord previous, ReleaseRecord release) {
        EngineWait.await(host);
        new ImagePuller(host, log)
                .pull(previous.images().values(), target.registry(), Deadline.in(Duration.ofMinutes(30)));
        stack.returnTo(previous, Optional.of(release), "rollback");
        return new Verification(host, target, stack, log).trouble();
    }

    /** Whoever stops a release stops it before its way back or after it: in the middle nothing would serve. */
    private String toItsEnd(Supplier<String> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (e instanceof UnknownOutcomeException || !Thread.interrupted()) {
                throw e;
            }
        }
        stopped = true;
        log.warn("Told to stop in the middle of the way back: that comes to its end first.");
        return work.get();
    }

    /** What is known of whether an earlier release runs on the present schema. */
    private String schema(ReleaseRecord previous) {
        boolean changed = !run.record().migrations().isEmpty()
                || earlier.records().stream()
                        .anyMatch(record -> record.id().compareTo(previous.id()) > 0
                                && !record.migrations().isEmpty());
        if (!changed) {
            return "the schema did not change";
        }
        return target.migration()
                        .filter(Migration.InContainer.class::isInstance)
                        .isPresent()
                ? "whether it fits the new schema is unknown: its migrator does not say"
                : "it runs on the new schema, whose changes only add";
    }

    /** A first release that fails leaves no containers behind; its volumes stay. */
    private String takeDown(RuntimeException cause) {
        try {
            stack.takeDown(run.record());
            return "It was the first release: its containers were removed, volumes are kept.";
        } catch (ReleaseException e) {
            cause.addSuppressed(e);
            return "It was the first release, and removing its containers failed: " + e.getMessage();
        }
    }

    private DeployFailedException failure(ExitCode code, Phase failed, String state, RuntimeException cause) {
        return new DeployFailedException(
                code,
                failed,
                run.record(),
                "Release " + run.record().id() + " to '" + target.name() + "' failed in phase " + failed.label() + ": "
                        + cause.getMessage() + "\n" + state,
                "",
                cause);
    }

    private static String describe(ReleaseRecord record) {
        return "release " + record.id();
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
