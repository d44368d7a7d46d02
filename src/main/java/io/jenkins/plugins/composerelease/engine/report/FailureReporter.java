package io.jenkins.plugins.composerelease.engine.report;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.Issue;
import io.jenkins.plugins.composerelease.engine.spi.IssueTracker.UnavailableException;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keeps one issue for each kind of failure: opens it, comments when the failure comes back (once a run), reopens it when
 * it was closed, and closes it when the same scope works again. Reporting never changes a release's result: whatever goes
 * wrong here becomes a warning.
 */
public final class FailureReporter {
    private final IssueTracker tracker;
    private final UnaryOperator<String> mask;
    private final ReleaseLog log;
    private final Options options;

    public FailureReporter(IssueTracker tracker, UnaryOperator<String> mask, ReleaseLog log, Options options) {
        this.tracker = tracker;
        this.mask = mask;
        this.log = log;
        this.options = options;
    }

    /** Opens, or comments on and reopens, the failure's issue; empty when that did not work, which is a warning then. */
    public Optional<Issue> report(Failure failure) {
        return guarded("report the failure", () -> {
            String marker = FailureSignature.of(failure.masked(mask)).marker();
            IssueText text = IssueText.of(failure, mask);
            String build = failure.run().masked(mask).marker();
            return insisting(() ->
                    tracker.find(marker).map(issue -> again(issue, text, build)).orElseGet(() -> open(text)));
        });
    }

    /**
     * Closes all open issues of a scope, with a comment that names the release.
     *
     * @return the issues that were closed; empty when there was none, or when that did not work, which is a warning then
     */
    public List<Issue> resolve(Scope scope, Run run, String release) {
        return guarded(
                        "close the issues of what works again",
                        () -> insisting(() -> tracker.findOpen(scope.marker()).stream()
                                .map(issue -> close(issue, scope, run, release))
                                .toList()))
                .orElse(List.of());
    }

    private Issue open(IssueText text) {
        try {
            return opened(text, options.assignees());
        } catch (InvalidInputException e) {
            if (options.assignees().isEmpty()) {
                throw e;
            }
            log.warn(mask.apply("The issue could not be assigned to " + options.assignees() + ": " + e.getMessage()));
            return opened(text, List.of());
        }
    }

    private Issue opened(IssueText text, List<String> assignees) {
        Issue issue = tracker.open(text.title(), text.body(), options.labels(), assignees);
        log.progress("opened issue " + issue.url());
        return issue;
    }

    /** Reopens before it comments, so that a repetition after a lost answer finds either still to do, or done. */
    private Issue again(Issue found, IssueText text, String build) {
        Issue issue = found;
        if (!found.open()) {
            issue = tracker.reopen(found);
            log.progress("reopened issue " + issue.url());
        }
        if (!tracker.hasComment(issue, build)) {
            tracker.comment(issue, text.comment());
            log.progress("commented on issue " + issue.url());
        }
        return issue;
    }

    private Issue close(Issue issue, Scope scope, Run run, String release) {
        String text = IssueText.resolved(scope, run, release, mask);
        if (!tracker.hasComment(issue, run.masked(mask).resolvedMarker())) {
            tracker.comment(issue, text);
        }
        Issue closed = tracker.close(issue);
        log.progress("closed issue " + closed.url());
        return closed;
    }

    /** Tries again after lost answers. Each try first looks at what is there, so nothing is done twice. */
    private <T> T insisting(Supplier<T> request) {
        Deadline deadline = Deadline.in(options.patience());
        while (true) {
            try {
                return request.get();
            } catch (UnavailableException e) {
                if (Thread.currentThread().isInterrupted()
                        || deadline.remaining().compareTo(options.pause()) < 0) {
                    throw e;
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(options.pause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> Optional<T> guarded(String tried, Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (RuntimeException e) {
            log.warn(mask.apply("Could not " + tried + ": " + e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * @param labels labels of new issues
     * @param assignees logins; an issue that GitHub will not assign is opened without them
     * @param patience how long to try again while the tracker gives no answer
     * @param pause time between two tries
     */
    public record Options(List<String> labels, List<String> assignees, Duration patience, Duration pause) {
        /** Label {@code bug}, nobody assigned, trying for a minute every 3 s. */
        public static final Options DEFAULT =
                new Options(List.of("bug"), List.of(), Duration.ofSeconds(60), Duration.ofSeconds(3));

        public Options {
            labels = List.copyOf(labels);
            assignees = List.copyOf(assignees);
        }
    }
}
