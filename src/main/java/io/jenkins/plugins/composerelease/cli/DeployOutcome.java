package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Phase;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.HtmlReport;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.ReportData;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells others how a deploy ended: the HTML report, the result file, GitHub. None of these changes how it ended. */
final class DeployOutcome {
    private final Session session;
    private final ReleaseRequest request;
    private final Timeline timeline;
    private final OutcomeOptions options;
    private final Optional<String> branch;
    private final Instant started = Instant.now();
    private final Scope scope;
    private Optional<Plan> plan = Optional.empty();

    DeployOutcome(
            Session session,
            ReleaseRequest request,
            Optional<String> branch,
            Timeline timeline,
            OutcomeOptions options) {
        this.session = session;
        this.request = request;
        this.timeline = timeline;
        this.options = options;
        this.branch = branch;
        this.scope = Scope.target(request.application(), request.target().name());
    }

    void planned(Plan computed) {
        plan = Optional.of(computed);
    }

    void succeeded(ReleaseRecord record) {
        Run run = run(Optional.of(record));
        if (options.issue()) {
            session.safely("close the issues", () -> Issues.configured(session)
                    .map(issues -> issues.resolved(scope, run, record.id())));
        }
        write(ExitCode.OK.code(), run, Optional.of(record), Optional.empty(), Optional.empty());
    }

    void failed(RuntimeException e) {
        Optional<ReleaseRecord> record =
                e instanceof DeployFailedException failed ? Optional.ofNullable(failed.release()) : Optional.empty();
        Run run = run(record);
        Failure failure = failure(e, run);
        Optional<ReleaseReport.Link> issue = options.issue() && worthAnIssue(e)
                ? session.safely("report the failure", () -> Issues.configured(session)
                                .map(issues -> issues.report(failure)))
                        .flatMap(link -> link)
                : Optional.empty();
        write(exitCode(e), run, record, Optional.of(failure), issue);
    }

    /** A deploy that was refused before it began is no failure of the application. */
    private static boolean worthAnIssue(RuntimeException e) {
        return !List.of(ExitCode.INVALID_INPUT.code(), ExitCode.PLAN_REFUSED.code(), ExitCode.LOCKED.code())
                .contains(exitCode(e));
    }

    private static int exitCode(RuntimeException e) {
        return e instanceof ReleaseException known ? known.exitCode() : ExitCode.FAILED.code();
    }

    private Failure failure(RuntimeException e, Run run) {
        String phase = e instanceof DeployFailedException failed
                ? failed.phase().label()
                : timeline.failedPhase().orElse(Phase.PREFLIGHT).label();
        Failure failure = Failure.of(scope, phase, e, run, timeline.steps());
        boolean told = failure.evidence().isPresent() || !failure.log().isEmpty();
        return told || !(e.getCause() instanceof ReleaseException cause) ? failure : withDetails(failure, cause);
    }

    /** The evidence and the log lines that the cause of a failed deploy carries. */
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
        Map<String, String> environment = session.terminal().environment();
        String build = environment.getOrDefault("BUILD_TAG", "");
        return new Run(
                build.isEmpty() ? record.map(ReleaseRecord::id).orElse(started.toString()) : build,
                Optional.ofNullable(environment.get("BUILD_URL")),
                branch,
                Optional.of(request.revision()));
    }

    private void write(
            int exitCode,
            Run run,
            Optional<ReleaseRecord> record,
            Optional<Failure> failure,
            Optional<ReleaseReport.Link> issue) {
        options.result().map(session::path).ifPresent(file -> session.safely("write the result", () -> {
            Optional<Failure> hidden = failure.map(f -> f.masked(session.known().masker()::mask));
            new ResultFile(ResultFile.SCHEMA, exitCode, scope, run, record, hidden, issue.map(ReleaseReport.Link::url))
                    .write(file, session.known().masker());
            return file;
        }));
        options.report().map(session::path).ifPresent(file -> session.safely("write the report", () -> {
            writeReport(file, report(record, failure, issue));
            return file;
        }));
    }

    private ReleaseReport report(
            Optional<ReleaseRecord> record, Optional<Failure> failure, Optional<ReleaseReport.Link> issue) {
        ReleaseReport report = record.map(known -> ReleaseReport.of(known.id(), known, timeline))
                .orElseGet(() -> notBegun(failure.map(Failure::error).orElse("")));
        report = plan.map(report::withPlan).orElse(report);
        report = failure.map(report::withFailure).orElse(report);
        return issue.map(report::withIssue).orElse(report);
    }

    private ReleaseReport notBegun(String detail) {
        return new ReleaseReport(
                "Not begun",
                request.application(),
                request.target().name(),
                request.revision(),
                ReleaseRecord.State.FAILED,
                detail,
                started,
                timeline.elapsed(),
                timeline.phases(),
                plan,
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private void writeReport(Path file, ReleaseReport report) {
        String title = "Release of " + request.application() + " to "
                + request.target().name();
        ReportData data = new ReportData(title, request.by(), Instant.now(), List.of(report), timeline.warnings());
        try {
            HtmlReport.write(file, data, session.known().masker()::mask);
        } catch (IOException e) {
            throw new ReleaseException(ExitCode.FAILED, "Could not write '" + file + "'.", "Check the directory.", e);
        }
        session.console().progress("report written to " + file);
    }
}
