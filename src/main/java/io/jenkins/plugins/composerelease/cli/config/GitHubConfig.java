package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.List;

/**
 * Where failures are reported.
 *
 * @param repository {@code owner/name}
 * @param apiUrl root of GitHub's API
 */
public record GitHubConfig(
        String repository, String apiUrl, Secret token, List<String> labels, List<String> assignees) {
    public GitHubConfig {
        labels = List.copyOf(labels);
        assignees = List.copyOf(assignees);
    }
}
