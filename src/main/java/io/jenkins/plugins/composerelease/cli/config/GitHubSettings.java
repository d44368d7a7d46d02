package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Where failures are reported.
 *
 * @param repository {@code owner/name}
 * @param apiUrl root of GitHub's API
 */
public record GitHubSettings(
        String repository, String apiUrl, Optional<Secret> token, List<String> labels, List<String> assignees) {
    public GitHubSettings {
        labels = List.copyOf(labels);
        assignees = List.copyOf(assignees);
    }
}
