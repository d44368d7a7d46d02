package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The stack that {@code up} starts on this machine, as {@code compose} describes it.
 *
 * @param files compose files, relative to the workspace
 * @param project compose project name
 * @param services services to start; empty means all
 * @param envFiles env files for interpolation, relative to the workspace
 * @param timeout how long the services may take to become ready
 * @param readiness when they count as ready, and how much of their logs is shown
 */
public record ComposeSettings(
        List<String> files,
        String project,
        List<String> services,
        List<String> profiles,
        List<String> envFiles,
        Map<String, String> variables,
        Duration timeout,
        Readiness readiness,
        List<SecretBinding> secrets) {
    public ComposeSettings {
        files = List.copyOf(files);
        services = List.copyOf(services);
        profiles = List.copyOf(profiles);
        envFiles = List.copyOf(envFiles);
        variables = Map.copyOf(variables);
        secrets = List.copyOf(secrets);
    }
}
