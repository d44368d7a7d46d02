package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.HtmlReport;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.ReportData;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The HTML report of one deploy or rollback. */
final class OutcomePage {
    private final Outcome.Subject subject;
    private final Timeline timeline;
    private final Instant started;

    OutcomePage(Outcome.Subject subject, Timeline timeline, Instant started) {
        this.subject = subject;
        this.timeline = timeline;
        this.started = started;
    }

    /** All that is known of the release, not masked. */
    ReleaseReport report(
            Optional<ReleaseRecord> record,
            Optional<Plan> plan,
            Optional<Failure> failure,
            Optional<ReleaseReport.Link> issue) {
        ReleaseReport report = record.map(known -> ReleaseReport.of(known.id(), known, timeline))
                .orElseGet(() -> notBegun(failure.map(Failure::error).orElse("")));
        report = plan.map(report::withPlan).orElse(report);
        report = failure.map(report::withFailure).orElse(report);
        return issue.map(report::withIssue).orElse(report);
    }

    void write(Path file, ReleaseReport report, KnownSecrets secrets) {
        String title = "Release of " + subject.application() + " to " + subject.target();
        ReportData data = new ReportData(title, subject.by(), Instant.now(), List.of(report), timeline.warnings());
        try {
            HtmlReport.write(file, data, secrets.masker()::mask);
        } catch (IOException e) {
            throw new ReleaseException(ExitCode.FAILED, "'" + file + "' is not writable.", "Check the directory.", e);
        }
    }

    private ReleaseReport notBegun(String detail) {
        return new ReleaseReport(
                "Not begun",
                subject.application(),
                subject.target(),
                subject.revision().orElse("unknown"),
                ReleaseRecord.State.FAILED,
                detail,
                started,
                timeline.elapsed(),
                timeline.phases(),
                timeline.services(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
