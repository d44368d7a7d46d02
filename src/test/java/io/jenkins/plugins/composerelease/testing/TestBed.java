package io.jenkins.plugins.composerelease.testing;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The test bed of {@code src/testbed}: an agent's Docker engine, a registry with a password, and hosts to deploy to. The
 * environment variable {@code TESTBED_ENV} names its settings file; without it {@link #get} fails. Where several JVMs test at a
 * time, {@code TESTBED_ENV_2} and so on are those of the others.
 */
public final class TestBed {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static TestBed instance;

    private final Map<String, String> settings;
    private LocalRunner agent;
    private Path dockerConfig;

    private TestBed(Path env) {
        settings = read(env);
    }

    /** Another test bed than the one of all tests. */
    public static TestBed at(Path env) {
        return new TestBed(env);
    }

    /** The test bed, logged in to its registry; one for all tests of a JVM. */
    public static synchronized TestBed get() {
        if (instance == null) {
            instance = new TestBed(file());
            instance.agent();
        }
        return instance;
    }

    /** The settings file of this JVM's test bed. */
    public static Path file() {
        String fork = System.getProperty("testbed.fork", "fork 1").replace("fork ", "");
        String variable = fork.equals("1") ? "TESTBED_ENV" : "TESTBED_ENV_" + fork;
        String env = System.getenv(variable);
        if (env == null || !Files.isRegularFile(Path.of(env))) {
            throw new AssertionError(variable + " is '" + env + "', expected the settings file of a running test bed."
                    + " Start one: src/testbed/testbed up DIR, then " + variable + "=DIR/env.");
        }
        return Path.of(env);
    }

    /** Runs commands as the agent does: with its Docker engine and a private configuration that holds the login. */
    public synchronized LocalRunner agent() {
        if (agent == null) {
            LocalRunner runner = new LocalRunner(agentEnvironment());
            runner.require(
                    Command.of("log in", "docker", "login", "-u", registryUser(), "--password-stdin", registry())
                            .withStdin(registryPassword()),
                    Deadline.in(Duration.ofMinutes(1)));
            agent = runner;
        }
        return agent;
    }

    /** {@code DOCKER_HOST} and {@code DOCKER_CONFIG} of {@link #agent}. */
    public synchronized Map<String, String> agentEnvironment() {
        if (dockerConfig == null) {
            dockerConfig = temporaryDirectory();
        }
        return Map.of("DOCKER_HOST", setting("TESTBED_DOCKER_HOST"), "DOCKER_CONFIG", dockerConfig.toString());
    }

    /** Host and port. */
    public String registry() {
        return setting("TESTBED_REGISTRY");
    }

    public String registryUser() {
        return setting("TESTBED_REGISTRY_USER");
    }

    public Secret registryPassword() {
        return Secret.of(
                readString(Path.of(setting("TESTBED_REGISTRY_PASSWORD_FILE"))).strip());
    }

    /** A Debian with PostgreSQL, Flask, gunicorn, nginx and busybox; the agent's engine has it. */
    public String baseImage() {
        return setting("TESTBED_BASE_IMAGE");
    }

    /** A value of the settings file. */
    public String setting(String name) {
        return required(settings, name);
    }

    /** A project, directory or repository name that no other test has: the prefix and eight more characters. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** What is known of a host, for example {@code web1}. */
    public HostData host(String name) {
        Map<String, String> host = read(Path.of(setting("TESTBED_DIR"), "hosts", name, "env"));
        return new HostData(
                required(host, "HOST_NAME"),
                required(host, "HOST_ADDRESS"),
                Integer.parseInt(required(host, "HOST_PORT")),
                required(host, "HOST_USER"),
                Path.of(required(host, "HOST_KEY_FILE")),
                required(host, "HOST_PUBLIC_KEY"),
                required(host, "HOST_DIRECTORY"),
                required(host, "HOST_DOCKER_HOST"),
                Path.of(required(host, "HOST_SSHD_LOG")));
    }

    /** Adds a host, for tests that break one; remove it with {@link #hostDown}. */
    public HostData hostUp(String name) {
        control("host-up", setting("TESTBED_DIR"), name);
        return host(name);
    }

    public void hostDown(String name) {
        control("host-down", setting("TESTBED_DIR"), name);
    }

    /** Acts on a host, for example {@code sshd stop}, {@code fill}, {@code exec ls /}; returns what it printed. */
    public String onHost(String name, String... action) {
        List<String> arguments = new ArrayList<>(List.of("host", setting("TESTBED_DIR"), name));
        arguments.addAll(List.of(action));
        return control(arguments.toArray(new String[0]));
    }

    private static String control(String... arguments) {
        Path program = Path.of(System.getProperty("basedir", ""), "src", "testbed", "testbed");
        Command command = Command.of(
                        "control the test bed", program.toAbsolutePath().toString())
                .withArguments(List.of(arguments));
        return new LocalRunner().require(command, Deadline.in(LONG)).output();
    }

    /**
     * @param address address of its sshd and its published ports
     * @param port port of its sshd
     * @param keyFile private key of {@code user}
     * @param publicKey the host's key as {@code known_hosts} has it after the name: type and base64
     * @param directory a directory of the host that tests may use: create your own below it
     * @param dockerHost {@code DOCKER_HOST} of its Docker engine, for a look from outside
     * @param sshdLog log of its sshd, on this machine
     */
    public record HostData(
            String name,
            String address,
            int port,
            String user,
            Path keyFile,
            String publicKey,
            String directory,
            String dockerHost,
            Path sshdLog) {}

    private static Map<String, String> read(Path file) {
        Map<String, String> values = new HashMap<>();
        for (String line : readString(file).lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("^'|'$", ""));
            }
        }
        return values;
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError("the test bed's settings lack " + name + ", they hold " + values.keySet());
        }
        return value;
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("testbed-docker-config");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        new LocalRunner()
                .require(
                        Command.of("remove the login", "rm", "-rf", "--", directory.toString()),
                        Deadline.in(Duration.ofSeconds(10)));
    }
}
