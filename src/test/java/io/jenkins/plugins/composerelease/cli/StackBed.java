package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.testing.TestBed;
import io.jenkins.plugins.composerelease.testing.WithoutPlugin;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A workspace for {@code up} and {@code down} on the agent's engine; what it started is removed after the test. */
final class StackBed extends ExternalResource {
    static final String SECRET = "it's-$5-hunter22";

    private final TemporaryFolder folder = new TemporaryFolder();
    private final TestBed bed = TestBed.get();
    private final String project;
    private final Host agent;
    private final List<String> program;
    private final Map<String, String> variables = new LinkedHashMap<>(Map.of("DB_PASSWORD", SECRET));
    private Path workspace;

    StackBed(String prefix) {
        this(prefix, ComposeDialect.PLUGIN);
    }

    /**
     * @param dialect {@code PLUGIN}, or {@code ONE} for a machine that has docker-compose 1.29 alone
     */
    StackBed(String prefix, ComposeDialect dialect) {
        project = TestBed.unique(prefix);
        agent = WithoutPlugin.with(dialect, bed.agent());
        program = dialect == ComposeDialect.ONE ? List.of("docker-compose") : List.of("docker", "compose");
    }

    String project() {
        return project;
    }

    /** Another project, which is removed after the test too. */
    String second() {
        return project + "-2";
    }

    String image() {
        return bed.baseImage();
    }

    Path workspace() {
        return workspace;
    }

    String path(String relative) {
        return workspace.resolve(relative).toString();
    }

    /** Writes a file; {@code IMAGE} in it is the base image. */
    void write(String file, String content) throws IOException {
        Path path = workspace.resolve(file).normalize();
        Files.createDirectories(path.getParent());
        Files.writeString(path, content.replace("IMAGE", bed.baseImage()));
    }

    /**
     * Writes the configuration.
     *
     * @param compose more keys of {@code compose}
     */
    void release(String compose) throws IOException {
        write(
                "release.yaml",
                "application: shop\ncompose: {project: " + project + (compose.isEmpty() ? "" : ", ") + compose + "}\n");
    }

    void variable(String name, String value) {
        variables.put(name, value);
    }

    void withoutVariable(String name) {
        variables.remove(name);
    }

    JsonNode up(String... options) {
        CliRun up = run("up", options);
        assertThat(up.exitCode()).as(up.err()).isZero();
        return Json.tree(up.out(), "the output");
    }

    JsonNode down(String... options) {
        CliRun down = run("down", options);
        assertThat(down.exitCode()).as(down.err()).isZero();
        return Json.tree(down.out(), "the output");
    }

    CliRun run(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, "--json"));
        arguments.addAll(List.of(options));
        CliRun run = CliRun.in(workspace).with(new Parts() {
            @Override
            Host local() {
                return agent;
            }
        });
        variables.forEach(run::withVariable);
        return run.execute(arguments.toArray(new String[0]));
    }

    /** The services that have a container. */
    List<String> services() {
        return docker(
                        "ps",
                        "--all",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--format",
                        "{{.Label \"com.docker.compose.service\"}}")
                .lines()
                .toList();
    }

    /** Id of a service's container; none of one-off ones. */
    String container(String service) {
        return docker(
                "ps",
                "--quiet",
                "--filter",
                "label=com.docker.compose.project=" + project,
                "--filter",
                "label=com.docker.compose.service=" + service,
                "--filter",
                "label=com.docker.compose.oneoff=False");
    }

    /** What a command in a service's container prints. */
    String exec(String service, String... argv) {
        List<String> arguments = new ArrayList<>(List.of("exec", container(service)));
        arguments.addAll(List.of(argv));
        return docker(arguments.toArray(new String[0]));
    }

    /** Everything that has a label, of all kinds. */
    List<String> labelled(String label) {
        List<String> found = new ArrayList<>();
        for (List<String> list : List.of(List.of("ps", "--all"), List.of("network", "ls"), List.of("volume", "ls"))) {
            List<String> arguments = new ArrayList<>(list);
            arguments.addAll(List.of("--quiet", "--filter", "label=" + label));
            found.addAll(docker(arguments.toArray(new String[0])).lines().toList());
        }
        return found;
    }

    String docker(String... arguments) {
        return require(Command.of("look", "docker").withArguments(List.of(arguments)));
    }

    /** Compose, told what {@code up} printed by the variables that it knows itself. */
    String compose(JsonNode up, String... arguments) {
        return require(composeCommand(up, Map.of(), arguments));
    }

    /** Compose, told nothing. */
    String composeAlone(String... arguments) {
        return require(
                Command.of("look", program).withArguments(List.of(arguments)).withDirectory(workspace.toString()));
    }

    void assertThatAnotherComposeRecreatesNothing(JsonNode up) {
        assertThatAnotherComposeRecreatesNothing(up, Map.of());
    }

    /**
     * @param secrets what else it is told
     */
    void assertThatAnotherComposeRecreatesNothing(JsonNode up, Map<String, String> secrets) {
        String before = containers();
        String service = up.path("services").path(0).path("name").asText();
        assertThat(require(composeCommand(up, secrets, "run", "--rm", "-T", service, "echo", "it ran")))
                .contains("it ran");
        assertThat(require(composeCommand(up, secrets, "exec", "-T", service, "echo", "it ran")))
                .contains("it ran");
        require(composeCommand(up, secrets, "up", "--detach"));
        assertThat(containers()).isEqualTo(before).isNotBlank();
    }

    String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private Command composeCommand(JsonNode up, Map<String, String> secrets, String... arguments) {
        Map<String, String> environment = new LinkedHashMap<>(secrets);
        environment.put("COMPOSE_PROJECT_NAME", up.path("project").asText());
        environment.put("COMPOSE_FILE", texts(up, "files", ":"));
        environment.put("COMPOSE_PROFILES", texts(up, "profiles", ","));
        return Command.of("look", program)
                .withArguments(List.of(arguments))
                .withEnvironment(environment)
                .withDirectory(workspace.toString());
    }

    private static String texts(JsonNode up, String key, String separator) {
        return StreamSupport.stream(up.path(key).spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(separator));
    }

    private String containers() {
        return docker(
                "ps",
                "--all",
                "--no-trunc",
                "--filter",
                "label=com.docker.compose.project=" + project,
                "--format",
                "{{.ID}} {{.Names}}");
    }

    private String require(Command command) {
        return bed.agent()
                .require(command, Deadline.in(Duration.ofMinutes(1)))
                .output()
                .strip();
    }

    @Override
    protected void before() throws IOException {
        folder.create();
        workspace = folder.newFolder("above", "workspace").toPath();
    }

    @Override
    protected void after() {
        try {
            for (String name : List.of(project, second())) {
                CliRun down = run("down", "--project", name);
                assertThat(down.exitCode()).as(down.err()).isZero();
            }
        } finally {
            agent.close();
            folder.delete();
        }
    }
}
