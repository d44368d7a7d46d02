package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compose project that {@code up} starts. */
final class Stack {
    private final ComposeSettings settings;
    private final FoundFiles found;
    private final Map<String, String> images;

    /**
     * @param images values of variables that name images
     */
    Stack(ComposeSettings settings, FoundFiles found, Map<String, String> images) {
        this.settings = settings;
        this.found = found;
        this.images = images;
    }

    /**
     * @param override compose file that points at the secret files
     */
    ComposeProject project(Optional<Path> override) {
        Map<String, String> variables = new LinkedHashMap<>(settings.variables());
        variables.putAll(images);
        Map<String, Secret> secrets = new LinkedHashMap<>();
        settings.secrets().stream()
                .filter(secret -> secret.kind() == SecretBinding.Kind.ENV)
                .forEach(secret -> secrets.put(secret.name(), secret.value()));
        List<String> files = new ArrayList<>(found.files());
        override.ifPresent(file -> files.add(file.toString()));
        return new ComposeProject(
                settings.project(),
                found.directory().toString(),
                files,
                found.profiles(),
                found.envFiles(),
                variables,
                secrets);
    }
}
