package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.EndpointCheck;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.Optional;

/** The switch as one transaction: the stack ends on the new release, verified, or on the one before it. */
final class Switch {
    private final ReleaseRun run;
    private final Host host;
    private final Target target;
    private final HostStack stack;
    private final ReleaseLog log;

    Switch(ReleaseRun run, Host host, Target target, HostStack stack, ReleaseLog log) {
        this.run = run;
        this.host = host;
        this.target = target;
        this.stack = stack;
        this.log = log;
    }

    void toNewOrBack(ReleaseRecord release, Optional<ReleaseRecord> previous) {
        try {
            run.phase(Phase.SWITCH, "", () -> {
                stack.switchTo(release);
                return null;
            });
            run.phase(Phase.VERIFY, "", () -> verify(release));
        } catch (RuntimeException e) {
            throw goBack(previous, e);
        }
    }

    private String verify(ReleaseRecord release) {
        EndpointVerifier verifier = new EndpointVerifier(host, target.project(), log);
        for (EndpointCheck check : target.verification()) {
            verifier.verify(check);
        }
        stack.requireStable(release, target.stability());
        return target.verification().size() + " endpoints, stable for "
                + target.stability().toSeconds() + " s";
    }

    /** Ends a release that failed before the switch. */
    DeployFailedException keepOld(Optional<ReleaseRecord> previous, RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        String state = previous.map(p -> "Nothing was switched: " + describe(p) + " keeps serving.")
                .orElseGet(() -> failed == Phase.MIGRATE ? takeDownFirst(cause) : "Nothing was started.");
        run.endAfter(cause, State.FAILED, "failed in phase " + failed.label());
        restore(interrupted);
        ExitCode code = failed == Phase.MIGRATE ? ExitCode.MIGRATION_FAILED : ExitCode.FAILED;
        return failure(code, failed, state, cause);
    }

    private DeployFailedException goBack(Optional<ReleaseRecord> previous, RuntimeException cause) {
        Phase failed = run.phase();
        boolean interrupted = Thread.interrupted();
        try {
            if (previous.isEmpty()) {
                String state = takeDownFirst(cause);
                run.endAfter(cause, State.FAILED, "failed in phase " + failed.label());
                return failure(ExitCode.FAILED, failed, state, cause);
            }
            if (run.record().destructive()) {
                run.endAfter(cause, State.NEEDS_ATTENTION, "failed in phase " + failed.label() + "; not rolled back");
                return failure(
                        ExitCode.NEEDS_ATTENTION,
                        failed,
                        "It was not rolled back, because it applied a destructive migration that "
                                + describe(previous.get()) + " may not run on. Fix and release again, restore the"
                                + " backup, or run 'rollback --force'.",
                        cause);
            }
            return rollBack(previous.get(), failed, cause);
        } finally {
            restore(interrupted);
        }
    }

    private DeployFailedException rollBack(ReleaseRecord previous, Phase failed, RuntimeException cause) {
        String schema = run.record().migrations().isEmpty()
                ? "the schema did not change"
                : "it runs on the new schema, whose changes only add";
        try {
            run.phase(Phase.ROLLBACK, "to " + previous.id() + "; " + schema, () -> {
                new ImagePuller(host, log)
                        .pull(previous.images().values(), target.registry(), Deadline.in(Duration.ofMinutes(30)));
                stack.switchTo(previous);
                return null;
            });
            run.endAfter(cause, State.ROLLED_BACK, "failed in phase " + failed.label() + "; back to " + previous.id());
            return failure(ExitCode.ROLLED_BACK, failed, describe(previous) + " is back and healthy.", cause);
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

    /** A first release that fails leaves no containers behind; its volumes stay. */
    private String takeDownFirst(RuntimeException cause) {
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
