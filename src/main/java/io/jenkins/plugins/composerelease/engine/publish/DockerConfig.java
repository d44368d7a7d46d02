package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.LockedDirectory;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration directory of the Docker command line for one publish: the user's own, with the login in a private
 * copy that is removed by {@link #close}. The user's other logins stay in use, as images may be built from other
 * registries; the user's login to the same registry, and any key store, have no part in it.
 */
final class DockerConfig implements AutoCloseable {
    private static final String AUTH_VARIABLE = "DOCKER_AUTH_CONFIG";
    private static final List<String> KEPT_DIRECTORIES = List.of("cli-plugins", "contexts");

    private final Optional<LockedDirectory> directory;
    private final Path own;
    private final Map<String, String> environment;

    private DockerConfig(Optional<LockedDirectory> directory, Path own, Map<String, String> environment) {
        this.directory = directory;
        this.own = own;
        this.environment = environment;
    }

    /**
     * Logs in, again where the registry is busy. Without a user in {@code login} the user's own configuration stays in
     * use.
     *
     * @param environment variables that Docker is started with
     */
    static DockerConfig open(
            CommandRunner runner,
            RegistryLogin login,
            Map<String, String> environment,
            ReleaseLog log,
            Deadline deadline) {
        Path own = environment.containsKey("DOCKER_CONFIG")
                ? Path.of(environment.get("DOCKER_CONFIG"))
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".docker");
        if (login.username().isEmpty() || login.password().isEmpty()) {
            return new DockerConfig(Optional.empty(), own, environment);
        }
        DockerConfig config = new DockerConfig(
                Optional.of(LockedDirectory.create("compose-release-login-").removedAtExit()), own, environment);
        try {
            config.prepare(login.host());
            Command command = Docker.login(login.host(), login.username().get())
                    .withStdin(login.password().get())
                    .withEnvironment(config.variables());
            logIn(runner, command, new DockerRetry(log), deadline);
            return config;
        } catch (RuntimeException e) {
            try {
                config.close();
            } catch (RuntimeException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void logIn(CommandRunner runner, Command command, DockerRetry retry, Deadline deadline) {
        for (int attempt = 1; ; attempt++) {
            try {
                runner.require(command, deadline);
                return;
            } catch (CommandFailedException e) {
                // Docker takes a broken answer to its first request for that of a registry without passwords, and sends
                // none: only a second no is one.
                if (attempt > 1 || !DockerRetry.isRefusal(e)) {
                    retry.pause(e, "", attempt, deadline);
                }
            }
        }
    }

    /** What makes Docker use it. */
    Map<String, String> variables() {
        if (directory.isEmpty()) {
            return Map.of();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("DOCKER_CONFIG", directory.get().path().toString());
        // The user's builders are kept beside the login they would otherwise be looked for with.
        variables.put(
                "BUILDX_CONFIG",
                environment.getOrDefault("BUILDX_CONFIG", own.resolve("buildx").toString()));
        if (environment.containsKey(AUTH_VARIABLE)) {
            variables.put(AUTH_VARIABLE, ""); // its logins are in the file; here it would come before ours
        }
        return variables;
    }

    private void prepare(String host) {
        Path target = directory.orElseThrow().path();
        Path file = own.resolve("config.json");
        try {
            JsonNode settings = Files.isRegularFile(file)
                    ? parse("'" + file + "'", Files.readString(file))
                    : MissingNode.getInstance();
            String variable = environment.getOrDefault(AUTH_VARIABLE, "");
            JsonNode logins =
                    variable.isBlank() ? MissingNode.getInstance() : parse("variable " + AUTH_VARIABLE, variable);
            Path copy = Files.createFile(
                    target.resolve("config.json"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(copy, DockerSettings.of(settings, logins, host).toString());
            for (String name : KEPT_DIRECTORIES) {
                if (Files.isDirectory(own.resolve(name))) {
                    Files.createSymbolicLink(
                            target.resolve(name), own.resolve(name).toAbsolutePath());
                }
            }
        } catch (IOException e) {
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "The Docker configuration of '" + own + "' could not be copied to '" + target + "': "
                            + e.getMessage() + ".",
                    "Check that directory and its rights.",
                    e);
        }
    }

    private static JsonNode parse(String what, String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            // Without the cause: its message quotes what it read, and that are logins.
            throw new ReleaseException(
                    ExitCode.FAILED,
                    "Docker's logins in " + what + " were not understood: it is no valid JSON.",
                    "Correct it: Docker itself cannot read it either.");
        }
    }

    @Override
    public void close() {
        directory.ifPresent(LockedDirectory::close);
    }
}
