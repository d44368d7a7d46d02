package io.jenkins.plugins.composerelease.engine.spi;

import java.util.List;
import java.util.Optional;

/** The issue tracker a failure is reported to. Texts it gets are masked and truncated already. */
public interface IssueTracker {

    /** The newest issue, open or closed, whose body holds the marker. */
    Optional<Issue> find(String marker);

    Issue open(String title, String body, List<String> labels, List<String> assignees);

    Issue comment(Issue issue, String body);

    Issue reopen(Issue issue);

    Issue close(Issue issue);

    /** Whether a comment of this issue holds the marker. */
    boolean hasComment(Issue issue, String marker);

    /**
     * @param number number in its repository
     * @param url page of the issue
     */
    record Issue(int number, String url, boolean open, String title) {}
}
