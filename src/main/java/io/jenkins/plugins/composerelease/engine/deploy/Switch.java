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
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The switch as one transaction: the stack ends on the new release, verified, or on the one before it. */
final class Switch {
    private final ReleaseRun run;
    private final Host host;
    private final Target target;
    private final HostStack stack;
    private final TargetStore.State earlier;
    private final boolean nothingRan;
    private final ReleaseLog log;

    /**
     * @param earlier what the target remembered when this release began
     * @param nothingRan whether no container of the project was there when this release began
     */
    Switch(
            ReleaseRun run,
            Host host,
            Target target,
            HostStack stack,
            TargetStore.State earlier,
            boolean nothingRan,
            ReleaseLog log) {
        this.run = run;
        this.host = host;
        this.target = target;
        this.stack = stack;
        this.earlier = earlier;
        this.nothingRan = nothingRan;
        this.log = log;
    }

    /**
     * @param services services to switch; empty means the whole stack
     */
    void toNewOrBack(ReleaseRecord release, List<String> services) {
        try {
            run.phase(Phase.SWITCH, "", () -> {
                stack.switchTo(release, earlier.serving(), services);
                return null;
            });
            run.phase(Phase.VERIFY, "", () -> new Verification(host, target, stack, log).verify(release));
        } catch (UnknownOutcomeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw goBack(e);
        }
    }

    /** Leaves a release as it is, unfinished, where nobody but a person can know how far it came. */
    DeployFailedException leftOpen(UnknownOutcomeException cause) {
        return failure(ExitCode.NEEDS_ATTENTION, run.phase(), "Nothing else was changed.", cause);
    }

    /** Ends a release that failed before the switch. */
    DeployFailedException keepOld(RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        String state;
        if (earlier.serving().isPresent()) {
            state = "Nothing was switched: " + describe(earlier.serving().get()) + " keeps serving.";
        } else if (!nothingRan) {
            state = "Nothing was switched: what ran before keeps running.";
        } else {
            state = failed == Phase.BACKUP || failed == Phase.MIGRATE ? takeDown(cause) : "Nothing was started.";
        }
        run.endAfter(cause, State.FAILED, "failed in phase " + failed.label());
        restore(interrupted);
        ExitCode code = failed == Phase.MIGRATE ? migrationCode(cause) : ExitCode.FAILED;
        return failure(code, failed, state, cause);
    }

    private static ExitCode migrationCode(RuntimeException cause) {
        boolean refused = cause instanceof ReleaseException known && known.exitCode() == ExitCode.PLAN_REFUSED.code();
        return refused ? ExitCode.PLAN_REFUSED : ExitCode.MIGRATION_FAILED;
    }

    private DeployFailedException goBack(RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        try {
            Optional<ReleaseRecord> previous = earlier.serving();
            if (previous.isEmpty() && nothingRan) {
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
                                + " may not run on. Fix and release again, restore the backup, or"
                                + " run 'rollback --force'.");
            }
            return rollBack(previous.get(), failed, cause);
        } finally {
            restore(interrupted);
        }
    }

    private DeployFailedException left(Phase failed, RuntimeException cause, String state) {
        run.endAfter(cause, State.NEEDS_ATTENTION, "failed in phase " + failed.label() + "; not rolled back");
        return failure(ExitCode.NEEDS_ATTENTION, failed, state, cause);
    }

    private DeployFailedException rollBack(ReleaseRecord previous, Phase failed, RuntimeException cause) {
        ReleaseRecord release = run.record();
        try {
            run.phase(Phase.ROLLBACK, "to " + previous.id() + "; " + schema(previous), () -> {
                new ImagePuller(host, log)
                        .pull(previous.images().values(), target.registry(), Deadline.in(Duration.ofMinutes(30)));
                stack.switchTo(previous, Optional.of(release), List.of());
                return null;
            });
            run.endAfter(cause, State.ROLLED_BACK, "failed in phase " + failed.label() + "; back to " + previous.id());
            return failure(
                    ExitCode.ROLLED_BACK,
                    failed,
                    "Rolled back: " + describe(previous) + " serves again, healthy.",
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
