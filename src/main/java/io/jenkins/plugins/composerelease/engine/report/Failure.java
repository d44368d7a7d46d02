package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A failure and all that an issue tells about it.
 *
 * @param scope what failed
 * @param phase name of the phase of the release, or of the stage, in which it failed
 * @param service compose service that failed first
 * @param error what happened, without advice
 * @param advice what to do next, or empty
 * @param evidence what the health gate saw
 * @param log last lines of the command that failed, oldest first
 * @param run where it happened
 * @param steps the phases or stages up to the failure, in order
 */
public record Failure(
        Scope scope,
        String phase,
        Optional<String> service,
        String error,
        String advice,
        Optional<Evidence> evidence,
        List<String> log,
        Run run,
        List<StageResult> steps) {

    public Failure {
        log = List.copyOf(log);
        steps = List.copyOf(steps);
    }

    /** A failure told by an exception: takes evidence or log lines from the kinds that carry them. */
    public static Failure of(Scope scope, String phase, RuntimeException exception, Run run, List<StageResult> steps) {
        Optional<Evidence> evidence = exception instanceof NotHealthyException unhealthy
                ? Optional.ofNullable(unhealthy.evidence())
                : Optional.empty();
        List<String> log = exception instanceof CommandFailedException command
                ? command.logTail().lines().toList()
                : List.of();
        String advice = exception instanceof ReleaseException release ? release.advice() : "";
        String message = String.valueOf(exception.getMessage());
        String error = !advice.isEmpty() && message.endsWith(advice)
                ? message.substring(0, message.length() - advice.length()).strip()
                : message;
        return new Failure(scope, phase, evidence.map(Evidence::service), error, advice, evidence, log, run, steps);
    }

    /** The same without secrets and control characters. Names of targets, services and steps are no secrets. */
    public Failure masked(UnaryOperator<String> mask) {
        UnaryOperator<String> hide = text -> PlainText.masked(text, mask);
        return new Failure(
                scope,
                hide.apply(phase),
                service,
                hide.apply(error),
                hide.apply(advice),
                evidence.map(seen -> masked(seen, mask)),
                PlainText.masked(log, mask),
                run.masked(mask),
                steps);
    }

    static Evidence masked(Evidence evidence, UnaryOperator<String> mask) {
        return new Evidence(
                evidence.service(),
                PlainText.masked(evidence.reason(), mask),
                evidence.container(),
                evidence.state(),
                evidence.health(),
                evidence.exitCode(),
                evidence.outOfMemory(),
                evidence.restarts(),
                evidence.healthChecks().stream()
                        .map(output -> PlainText.masked(output, mask))
                        .toList(),
                PlainText.masked(evidence.logLines(), mask),
                evidence.blocks());
    }
}
