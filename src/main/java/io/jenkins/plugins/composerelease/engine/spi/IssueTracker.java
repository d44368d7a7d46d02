package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.util.List;
import java.util.Optional;

/**
 * The issue tracker a failure is reported to. Texts it gets are masked and truncated already. Each method throws a
 * ReleaseException that says what to do, an {@link UnavailableException} where asking again may help.
 */
public interface IssueTracker {

    /** The newest issue, open or closed, whose body holds the marker. */
    Optional<Issue> find(String marker);

    /** All open issues whose body holds the marker, newest first. */
    List<Issue> findOpen(String marker);

    /**
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if the tracker refuses one of the
     *     texts, labels or assignees
     */
    Issue open(String title, String body, List<String> labels, List<String> assignees);

    Issue comment(Issue issue, String body);

    Issue reopen(Issue issue);

    Issue close(Issue issue);

    /** Whether the body or a comment of this issue holds the marker. */
    boolean hasComment(Issue issue, String marker);

    /**
     * @param number number in its repository
     * @param url page of the issue
     */
    record Issue(int number, String url, boolean open, String title) {}

    /** No answer, or a server's error: what was asked for may have been done all the same. */
    final class UnavailableException extends ReleaseException {
        private static final long serialVersionUID = 1L;

        public UnavailableException(String message, String advice, Throwable cause) {
            super(ExitCode.FAILED, message, advice, cause);
        }
    }
}
