package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A configuration directory of the Docker command line for one publish: it holds the login, in memory where the system
 * has a file system for that, and is removed by {@link #close} and at the end of this process. From the user's own it
 * takes what says how Docker works, and no login.
 */
final class DockerConfig implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final List<String> KEPT_SETTINGS =
            List.of("currentContext", "proxies", "cliPluginsExtraDirs", "aliases", "plugins", "features");
    private static final List<String> KEPT_DIRECTORIES = List.of("cli-plugins", "contexts");

    private final Path directory;
    private final Path own;
    private final Map<String, String> environment;
    private final Thread atExit = new Thread(this::remove, "remove-docker-config");

    private DockerConfig(Path directory, Path own, Map<String, String> environment) {
        this.directory = directory;
        this.own = own;
        this.environment = environment;
    }

    /**
     * Logs in. Without a user in {@code login} the user's own configuration stays in use.
     *
     * @param environment variables that Docker is started with
     */
    static DockerConfig open(
            CommandRunner runner, RegistryLogin login, Map<String, String> environment, Deadline deadline) {
        Path own = environment.containsKey("DOCKER_CONFIG")
                ? Path.of(environment.get("DOCKER_CONFIG"))
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".docker");
        if (login.username().isEmpty() || login.password().isEmpty()) {
            return new DockerConfig(own, own, environment);
        }
        DockerConfig config = new DockerConfig(privateDirectory(), own, environment);
        try {
            Runtime.getRuntime().addShutdownHook(config.atExit);
            config.prepare();
            Command command = Docker.login(login.host(), login.username().get())
                    .withStdin(login.password().get())
                    .withEnvironment(config.variables());
            runner.require(command, deadline);
            return config;
        } catch (IOException e) {
            config.close();
            throw failed(config.directory, e);
        } catch (RuntimeException e) {
            config.close();
            throw e;
        }
    }

    /** What makes Docker use it. */
    Map<String, String> variables() {
        if (directory.equals(own)) {
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DOCKER_CONFIG", directory.toString());
        // The user's builders are kept beside the login they would otherwise be looked for with.
        variables.put(
                "BUILDX_CONFIG",
                environment.getOrDefault("BUILDX_CONFIG", own.resolve("buildx").toString()));
        return variables;
    }

    private void prepare() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode kept = mapper.createObjectNode();
        Path file = own.resolve("config.json");
        JsonNode settings = Files.isRegularFile(file) ? mapper.readTree(file.toFile()) : kept;
        KEPT_SETTINGS.stream().filter(settings::has).forEach(name -> kept.set(name, settings.get(name)));
        mapper.writeValue(directory.resolve("config.json").toFile(), kept);
        for (String name : KEPT_DIRECTORIES) {
            if (Files.isDirectory(own.resolve(name))) {
                Files.createSymbolicLink(
                        directory.resolve(name), own.resolve(name).toAbsolutePath());
            }
        }
    }

    @Override
    public void close() {
        if (directory.equals(own)) {
            return;
        }
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the process is ending already
        }
    }

    private void remove() {
        try (Stream<Path> files = Files.walk(directory)) { // does not follow the links to the user's directories
            List<Path> deepestFirst =
                    files.sorted((a, b) -> b.getNameCount() - a.getNameCount()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            if (Files.exists(directory)) {
                throw failed(directory, e);
            }
        }
    }

    private static Path privateDirectory() {
        Path parent = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
                ? MEMORY
                : Path.of(System.getProperty("java.io.tmpdir"));
        try {
            return Files.createTempDirectory(
                    parent,
                    "compose-release-login",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw failed(parent, e);
        }
    }

    private static ReleaseException failed(Path directory, Exception cause) {
        return new ReleaseException(
                ExitCode.FAILED,
                "The registry login's private directory '" + directory + "' could not be made or removed: "
                        + cause.getMessage() + ".",
                "Check that directory; remove it if it is still there.",
                cause);
    }
}
