package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.GitHubConfig;
import io.jenkins.plugins.composerelease.engine.report.Failure;
import io.jenkins.plugins.composerelease.engine.report.FailureReporter;
import io.jenkins.plugins.composerelease.engine.report.ReleaseReport.Link;
import io.jenkins.plugins.composerelease.engine.report.Run;
import io.jenkins.plugins.composerelease.engine.report.Scope;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.Issue;
import java.util.List;
import java.util.Optional;

/** The issues of the configured repository. */
final class Issues {
    private final FailureReporter reporter;

    private Issues(FailureReporter reporter) {
        this.reporter = reporter;
    }

    /** Empty when no {@code github} is configured. */
    static Optional<Issues> configured(Session session) {
        return session.release().github(session.secrets()).map(config -> of(config, session));
    }

    private static Issues of(GitHubConfig config, Session session) {
        FailureReporter.Options defaults = FailureReporter.Options.DEFAULT;
        FailureReporter.Options options =
                new FailureReporter.Options(config.labels(), config.assignees(), defaults.patience(), defaults.pause());
        return new Issues(new FailureReporter(
                session.parts().issues(config), session.known().masker()::mask, session.console(), options));
    }

    /** Opens an issue or comments on the one there is; empty when that did not work, which was a warning then. */
    Optional<Link> report(Failure failure) {
        return reporter.report(failure).map(Issues::link);
    }

    /** Closes what is open for a scope that works again. */
    List<Link> resolve(Scope scope, Run run, String release) {
        return reporter.resolve(scope, run, release).stream().map(Issues::link).toList();
    }

    private static Link link(Issue issue) {
        return new Link("#" + issue.number() + " " + issue.title(), issue.url());
    }
}
