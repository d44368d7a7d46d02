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
 * @param envFiles absolute, in order; none where Compose finds by itself the one that it is to read
 */
record FoundFiles(Path directory, List<String> files, List<String> profiles, List<String> envFiles) {
    private static final String COMPOSE_FILE = "COMPOSE_FILE";
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
        envFiles = List.copyOf(envFiles);
    }

    /**
     * @param warn told where several files have one of the usual names
     */
    static FoundFiles of(ComposeSettings settings, Path workspace, ComposeVariables variables, Consumer<String> warn) {
        List<String> profiles = settings.profiles().isEmpty()
                ? split(variables.get("COMPOSE_PROFILES").orElse(""), ",").toList()
                : settings.profiles();
        List<Path> named = settings.files().stream().map(workspace::resolve).toList();
        List<Path> files = !named.isEmpty()
                ? named
                : variables
                        .get(COMPOSE_FILE)
                        .map(value -> named(value, workspace, variables))
                        .filter(there -> !there.isEmpty())
                        .orElseGet(() -> usual(workspace, warn));
        Path directory = named.isEmpty() ? files.get(0).getParent() : workspace;
        return new FoundFiles(
                directory, texts(files), profiles, texts(envFiles(settings, workspace, directory, variables)));
    }

    /** The env file that names compose files elsewhere counts for them too, before the one beside them. */
    private static List<Path> envFiles(
            ComposeSettings settings, Path workspace, Path directory, ComposeVariables variables) {
        if (!settings.envFiles().isEmpty()) {
            return settings.envFiles().stream().map(workspace::resolve).toList();
        }
        boolean elsewhere = settings.files().isEmpty() && !directory.equals(workspace);
        return elsewhere && variables.get("COMPOSE_ENV_FILES").isEmpty() && variables.isOfEnvFile(COMPOSE_FILE)
                ? variables.usualEnvFiles(List.of(directory, workspace))
                : List.of();
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
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
