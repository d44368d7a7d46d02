package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stack that {@code up} starts on this machine, as {@code compose} describes it.
 *
 * @param files compose files, relative to the workspace; empty means those that Compose finds
 * @param project compose project name
 * @param services services to start; empty means all
 * @param profiles active profiles; empty means those that Compose finds
 * @param envFiles env files for interpolation, relative to the workspace
 * @param timeout how long the services may take to become ready
 * @param readiness when they count as ready, and how much of their logs is shown
 * @param freePorts whether Docker chooses every port of this machine, also where the files name one
 * @param owner the build that it belongs to, where it does not outlive one
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
        List<SecretBinding> secrets,
        boolean freePorts,
        Optional<StackOwner> owner) {
    public ComposeSettings {
        files = List.copyOf(files);
        services = List.copyOf(services);
        profiles = List.copyOf(profiles);
        envFiles = List.copyOf(envFiles);
        variables = Map.copyOf(variables);
        secrets = List.copyOf(secrets);
    }

    /** The same under another name. */
    public ComposeSettings withProject(String name) {
        return new ComposeSettings(
                files, name, services, profiles, envFiles, variables, timeout, readiness, secrets, freePorts, owner);
    }

    /** The same without fixed ports. */
    public ComposeSettings withFreePorts() {
        return new ComposeSettings(
                files, project, services, profiles, envFiles, variables, timeout, readiness, secrets, true, owner);
    }
}
