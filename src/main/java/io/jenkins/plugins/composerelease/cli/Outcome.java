package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport.Link;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells others how a deploy or a rollback ended: GitHub, the result file, the HTML report. None of them changes how it
 * ended.
 */
final class Outcome {
    private final Session session;
    private final OutcomeOptions options;
    private final Subject subject;
    private final Timeline timeline;
    private final Instant started = Instant.now();
    private final Scope scope;
    private Optional<Plan> plan = Optional.empty();

    /**
     * What is released.
     *
     * @param revision Git revision, where it is known before it begins
     * @param by who releases
     */
    record Subject(String application, String target, Optional<String> revision, Optional<String> branch, String by) {}

    /** What a command does on its target and tells the outcome of. */
    interface Work {
        void on(Releases releases, Outcome outcome);
    }

    /** Connects to the target and does the work; a failure is told and passed on. */
    static void of(Session session, OutcomeOptions options, Subject subject, Target target, Work work) {
        Timeline timeline = new Timeline(session.console(), new MaskedLines(session.known()));
        Outcome outcome = new Outcome(session, options, subject, timeline);
        try (Releases releases = session.releases(target, timeline)) {
            work.on(releases, outcome);
        } catch (RuntimeException e) {
            outcome.failed(e);
            throw e;
        }
    }

    private Outcome(Session session, OutcomeOptions options, Subject subject, Timeline timeline) {
        this.session = session;
        this.options = options;
        this.subject = subject;
        this.timeline = timeline;
        this.scope = Scope.target(subject.application(), subject.target());
    }

    void planned(Plan computed) {
        plan = Optional.of(computed);
    }

    /** A release serves; issues of its target are over. */
    void deployed(ReleaseRecord record) {
        if (options.issue()) {
            session.safely("close the issues", () -> Issues.configured(session)
                    .map(issues -> issues.resolve(scope, run(Optional.of(record)), record.id())));
        }
        tell(Optional.of(record), Optional.empty(), Optional.empty());
    }

    /** An earlier release serves again: what is wrong with the later one is still to be solved. */
    void rolledBack(ReleaseRecord record) {
        tell(Optional.of(record), Optional.empty(), Optional.empty());
    }

    void failed(RuntimeException e) {
        Optional<ReleaseRecord> record =
                e instanceof DeployFailedException failed ? Optional.ofNullable(failed.release()) : Optional.empty();
        Failure failure = failure(e, run(record));
        Optional<Link> issue = options.issue() && worthAnIssue(e)
                ? session.safely("report the failure", () -> Issues.configured(session)
                                .flatMap(issues -> issues.report(failure)))
                        .flatMap(link -> link)
                : Optional.empty();
        tell(record, Optional.of(failure), issue);
    }

    /** What was refused before it began is no failure of the application. */
    private static boolean worthAnIssue(RuntimeException e) {
        return !List.of(ExitCode.INVALID_INPUT.code(), ExitCode.PLAN_REFUSED.code(), ExitCode.LOCKED.code())
                .contains(SessionCommand.exitCode(e));
    }

    private Failure failure(RuntimeException e, Run run) {
        String phase = e instanceof DeployFailedException failed
                ? failed.phase().label()
                : timeline.failedPhase().orElse(Phase.PREFLIGHT).label();
        Failure failure = Failure.of(scope, phase, e, run, timeline.steps());
        boolean told = failure.evidence().isPresent() || !failure.log().isEmpty();
        return told || !(e.getCause() instanceof ReleaseException cause) ? failure : withDetails(failure, cause);
    }

    /** The evidence and the log lines that the cause of a failed release carries. */
    private Failure withDetails(Failure failure, ReleaseException cause) {
        Failure details = Failure.of(scope, failure.phase(), cause, failure.run(), failure.steps());
        return new Failure(
                scope,
                failure.phase(),
                details.service(),
                failure.error(),
                failure.advice(),
                details.evidence(),
                details.log(),
                failure.run(),
                failure.steps());
    }

    private Run run(Optional<ReleaseRecord> record) {
        return new Run(
                session.variable("BUILD_TAG")
                        .orElse(record.map(ReleaseRecord::id).orElse(started.toString())),
                session.variable("BUILD_URL"),
                subject.branch(),
                record.map(ReleaseRecord::revision).or(subject::revision));
    }

    private void tell(Optional<ReleaseRecord> record, Optional<Failure> failure, Optional<Link> issue) {
        OutcomePage page = new OutcomePage(subject, timeline, started);
        ReleaseReport report = page.report(record, plan, failure, issue);
        Optional<Failure> hidden =
                failure.map(told -> told.masked(session.known().masker()::mask));
        session.result().release(new RunResult.Release(scope, run(record), record, hidden, issue));
        session.result().report(report);
        options.report()
                .map(session::path)
                .ifPresent(file -> session.safely("write the report", () -> {
                    page.write(file, report, session.known());
                    session.console().progress("report written to " + file);
                    return file;
                }));
    }
}
