package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reports how the services of a stack on this machine became ready, or did not. */
final class StackReport {
    private final Session session;
    private final ComposeProject project;
    private final Optional<String> revision;
    private final Instant started = Instant.now();

    /**
     * @param revision Git revision of the images, where published ones are started
     */
    StackReport(Session session, ComposeProject project, Optional<String> revision) {
        this.session = session;
        this.project = project;
        this.revision = revision;
    }

    /** Does the work, which is given the log to tell what happens to. */
    <T> T of(Function<ReleaseLog, T> work) {
        Timeline timeline = new Timeline(session.console());
        try {
            T done = work.apply(timeline);
            session.result().report(report(timeline, Optional.empty()));
            return done;
        } catch (RuntimeException e) {
            session.result().report(report(timeline, Optional.of(e)));
            throw e;
        }
    }

    private ReleaseReport report(Timeline timeline, Optional<RuntimeException> failure) {
        return new ReleaseReport(
                "Start of " + project.name(),
                session.release().application(),
                session.parts().local().place(),
                revision.orElse("unknown"),
                failure.isPresent() ? State.FAILED : State.SUCCEEDED,
                failure.map(SessionCommand::message).orElse("every service is ready"),
                started,
                timeline.elapsed(),
                timeline.phases(),
                timeline.services(),
                Optional.empty(),
                Map.of(),
                List.of(),
                failure.flatMap(EvidenceText::evidence),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
