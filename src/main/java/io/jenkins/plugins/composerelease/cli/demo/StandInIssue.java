package io.jenkins.plugins.composerelease.cli.demo;

import java.time.Instant;
import java.util.List;

/**
 * An issue as the stand-in keeps it.
 *
 * @param comments bodies of its comments, oldest first
 */
public record StandInIssue(
        int number,
        String title,
        String body,
        boolean open,
        List<String> labels,
        List<String> assignees,
        List<String> comments,
        Instant created,
        Instant updated) {
    public StandInIssue {
        labels = List.copyOf(labels);
        assignees = List.copyOf(assignees);
        comments = List.copyOf(comments);
    }
}
