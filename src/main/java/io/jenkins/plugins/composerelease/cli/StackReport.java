package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.DeployFailedException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport;
import io.jenkins.plugins.composerelease.engine.report.Timeline;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reports what happened to a stack where there is no release to report: its phases, and how its services became ready. */
final class StackReport {
    private final Session session;
    private final String title;
    private final String place;
    private final String done;
    private final Optional<String> revision;
    private final Instant started = Instant.now();

    /**
     * @param revision Git revision of the images, where published ones are started
     */
    StackReport(Session session, String project, Optional<String> revision) {
        this(session, "Start of " + project, session.parts().local().place(), "every service is ready", revision);
    }

    /**
     * @param place where it happens
     * @param done what there is to say when it worked
     */
    StackReport(Session session, String title, String place, String done, Optional<String> revision) {
        this.session = session;
        this.title = title;
        this.place = place;
        this.done = done;
        this.revision = revision;
    }

    /** Does the work, which is given the log to tell what happens to. */
    <T> T of(Function<ReleaseLog, T> work) {
        Timeline timeline = new Timeline(session.console(), new MaskedLines(session.known()));
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
                title,
                session.release().application(),
                place,
                revision.orElse("unknown"),
                failure.map(StackReport::state).orElse(State.SUCCEEDED),
                failure.map(SessionCommand::message).orElse(done),
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

    private static State state(RuntimeException failure) {
        return failure instanceof DeployFailedException failed
                ? failed.release().state()
                : State.FAILED;
    }
}
