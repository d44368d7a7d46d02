package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The variables that Compose takes settings of its own from: the configuration's and the environment's, then those of the
 * env files, which are the workspace's {@code .env} where none is named. One that is empty counts as not set.
 */
final class ComposeVariables {
    private static final String USUAL = ".env";

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> outer;

    ComposeVariables(ComposeSettings settings, Path workspace, Map<String, String> environment) {
        outer = new HashMap<>(environment);
        outer.putAll(settings.variables());
        for (Path file : envFiles(settings, workspace)) {
            variables.putAll(EnvFile.parse(read(file), name -> outer.getOrDefault(name, variables.get(name))));
        }
        // An empty one counts as not set, so it hides no other.
        outer.forEach((name, value) -> {
            if (!value.isBlank()) {
                variables.put(name, value);
            }
        });
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** Whether an env file sets it, and neither the configuration nor the environment. */
    boolean isOfEnvFile(String name) {
        return get(name).isPresent() && outer.getOrDefault(name, "").isBlank();
    }

    /** The env files that Compose reads where none is named, of these directories. */
    List<Path> usualEnvFiles(List<Path> directories) {
        boolean disabled = outer.getOrDefault("COMPOSE_DISABLE_ENV_FILE", "").matches("(?i)1|t|true");
        return disabled
                ? List.of()
                : directories.stream()
                        .map(directory -> directory.resolve(USUAL))
                        .filter(Files::isRegularFile)
                        .toList();
    }

    private List<Path> envFiles(ComposeSettings settings, Path workspace) {
        if (!settings.envFiles().isEmpty()) {
            return settings.envFiles().stream().map(workspace::resolve).toList();
        }
        String named = outer.getOrDefault("COMPOSE_ENV_FILES", "");
        if (!named.isBlank()) {
            return Stream.of(named.split(","))
                    .filter(name -> !name.isBlank())
                    .map(workspace::resolve)
                    .toList();
        }
        return usualEnvFiles(List.of(workspace));
    }

    private static String read(Path file) {
        try {
            // Not decoded strictly: names and values of Compose's own settings are ASCII, the rest is for Compose to
            // judge.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidInputException(
                    "The env file '" + file + "' could not be read.", "Correct 'envFiles' or COMPOSE_ENV_FILES.", e);
        }
    }
}
