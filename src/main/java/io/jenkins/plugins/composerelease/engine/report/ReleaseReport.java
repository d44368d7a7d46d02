package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One release in a report.
 *
 * @param title what it was meant to do, or its id
 * @param state how it ended
 * @param detail one line on how it ended
 * @param started when it began
 * @param elapsed how long it took
 * @param services states of the services that were waited for
 * @param images image of each service, pinned
 * @param migrations versions it applied
 * @param log last lines of the command that failed
 * @param issue issue that it was reported to
 * @param requests what a constant loop of requests saw meanwhile
 */
public record ReleaseReport(
        String title,
        String application,
        String target,
        String revision,
        ReleaseRecord.State state,
        String detail,
        Instant started,
        Duration elapsed,
        List<PhaseTime> phases,
        List<ServiceTime> services,
        Optional<Plan> plan,
        Map<String, ImageReference> images,
        List<String> migrations,
        Optional<Evidence> evidence,
        List<String> log,
        Optional<Link> issue,
        Optional<Requests> requests) {

    public ReleaseReport {
        phases = List.copyOf(phases);
        services = services == null ? List.of() : List.copyOf(services); // written before there were any
        images = Map.copyOf(images);
        migrations = List.copyOf(migrations);
        log = List.copyOf(log);
    }

    /** What the record and the timeline tell; add the rest with the {@code with} methods. */
    public static ReleaseReport of(String title, ReleaseRecord record, Timeline timeline) {
        return new ReleaseReport(
                title,
                record.application(),
                record.target(),
                record.revision(),
                record.state(),
                record.detail(),
                record.started(),
                record.ended()
                        .map(ended -> Duration.between(record.started(), ended))
                        .orElse(timeline.elapsed()),
                timeline.phases(),
                timeline.services(),
                Optional.empty(),
                record.images(),
                record.migrations(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    public ReleaseReport titled(String newTitle) {
        return new ReleaseReport(
                newTitle,
                application,
                target,
                revision,
                state,
                detail,
                started,
                elapsed,
                phases,
                services,
                plan,
                images,
                migrations,
                evidence,
                log,
                issue,
                requests);
    }

    public ReleaseReport withPlan(Plan newPlan) {
        return with(Optional.of(newPlan), evidence, log, issue, requests);
    }

    /** Evidence and log lines of a failure. */
    public ReleaseReport withFailure(Failure failure) {
        return with(plan, failure.evidence(), failure.log(), issue, requests);
    }

    public ReleaseReport withIssue(Link newIssue) {
        return with(plan, evidence, log, Optional.of(newIssue), requests);
    }

    public ReleaseReport withRequests(Requests newRequests) {
        return with(plan, evidence, log, issue, Optional.of(newRequests));
    }

    private ReleaseReport with(
            Optional<Plan> newPlan,
            Optional<Evidence> newEvidence,
            List<String> newLog,
            Optional<Link> newIssue,
            Optional<Requests> newRequests) {
        return new ReleaseReport(
                title,
                application,
                target,
                revision,
                state,
                detail,
                started,
                elapsed,
                phases,
                services,
                newPlan,
                images,
                migrations,
                newEvidence,
                newLog,
                newIssue,
                newRequests);
    }

    /** A page and its name. It becomes a link where the address is {@code http} or {@code https}. */
    public record Link(String text, String url) {}

    /**
     * @param total requests sent
     * @param failed those that got no answer or a server error
     * @param median time to answer, of those that were answered
     * @param p95 95th percentile of the same
     * @param longestOutage from the first of consecutive failed requests to the next good one; zero without failures
     */
    public record Requests(long total, long failed, Duration median, Duration p95, Duration longestOutage) {}
}
