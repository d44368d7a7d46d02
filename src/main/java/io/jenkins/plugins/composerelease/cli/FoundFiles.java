package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ComposeSettings;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The compose files and profiles of a stack. Where the configuration names none they are found as Compose finds them:
 * COMPOSE_FILE and COMPOSE_PROFILES, of the environment before the env file; else the usual names, in the workspace or
 * above it, with the override file beside them.
 *
 * @param directory where relative paths in the files start: the workspace for files that the configuration names, else the
 *     directory of the first file
 * @param files absolute, in order
 */
record FoundFiles(Path directory, List<String> files, List<String> profiles) {
    private static final List<String> USUAL =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");
    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");

    FoundFiles {
        files = List.copyOf(files);
        profiles = List.copyOf(profiles);
    }

    /**
     * @param warn told where several files have one of the usual names
     */
    static FoundFiles of(ComposeSettings settings, Path workspace, ComposeVariables variables, Consumer<String> warn) {
        List<String> profiles = settings.profiles().isEmpty()
                ? split(variables.get("COMPOSE_PROFILES").orElse(""), ",").toList()
                : settings.profiles();
        if (!settings.files().isEmpty()) {
            List<String> named = settings.files().stream()
                    .map(file -> workspace.resolve(file).toString())
                    .toList();
            return new FoundFiles(workspace, named, profiles);
        }
        List<Path> files = variables
                .get("COMPOSE_FILE")
                .map(value -> named(value, workspace, variables))
                .orElseGet(() -> usual(workspace, warn));
        return new FoundFiles(
                files.get(0).getParent(), files.stream().map(Path::toString).toList(), profiles);
    }

    private static List<Path> named(String value, Path workspace, ComposeVariables variables) {
        String separator = variables.get("COMPOSE_PATH_SEPARATOR").orElse(":");
        List<Path> files = split(value, separator)
                .map(name ->
                        workspace.resolve(Names.argument("compose file", name)).normalize())
                .toList();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(
                        "There is no file '" + file + "', which COMPOSE_FILE names.",
                        "Correct COMPOSE_FILE in the environment or the env file, or name the files in 'files'.");
            }
        }
        return files;
    }

    private static List<Path> usual(Path workspace, Consumer<String> warn) {
        for (Path directory = workspace; directory != null; directory = directory.getParent()) {
            Optional<Path> file = first(directory, USUAL, warn);
            if (file.isPresent()) {
                List<Path> files = new ArrayList<>(List.of(file.get()));
                first(directory, OVERRIDES, warn).ifPresent(files::add);
                return files;
            }
        }
        throw new InvalidInputException(
                "There is no compose file in '" + workspace + "' or above it, looked for " + String.join(", ", USUAL)
                        + ".",
                "Create one, or name it in 'files'.");
    }

    private static Optional<Path> first(Path directory, List<String> names, Consumer<String> warn) {
        List<String> there = names.stream()
                .filter(name -> Files.exists(directory.resolve(name)))
                .toList();
        if (there.size() > 1) {
            warn.accept("'" + directory + "' has " + String.join(", ", there) + ": using " + there.get(0));
        }
        return there.stream().findFirst().map(directory::resolve);
    }

    private static Stream<String> split(String value, String separator) {
        return Stream.of(value.split(Pattern.quote(separator)))
                .map(String::strip)
                .filter(part -> !part.isEmpty());
    }
}
