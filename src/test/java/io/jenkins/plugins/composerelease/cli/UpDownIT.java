package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code up} and {@code down} with a real engine: health, ports, secrets, and nothing left behind. */
public class UpDownIT {
    private static final String SECRET = "it's $5 \"hunter22\"";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final TestBed bed = TestBed.get();
    private final String project = TestBed.unique("cli-up");
    private Path workspace;
    private Path secretFiles;

    @Before
    public void setUp() throws IOException {
        workspace = folder.getRoot().toPath();
        secretFiles = Path.of("/dev/shm/compose-release-alice-" + project);
        Files.writeString(workspace.resolve("compose.yaml"), """
                services:
                  web:
                    image: %s
                    command: [sleep, "600"]
                    init: true
                    user: "1234"
                    ports: ["127.0.0.1::8000"]
                    secrets: [db_password]
                    healthcheck:
                      test: [CMD-SHELL, "test \\"$$(cat /run/secrets/db_password)\\" = \\"$$(cat /expected)\\""]
                      interval: 1s
                    volumes: [./expected:/expected:ro]
                secrets: {db_password: {file: ./none}}
                """.formatted(bed.baseImage()));
        Files.writeString(workspace.resolve("expected"), SECRET);
        Files.writeString(workspace.resolve("release.yaml"), """
                application: shop
                compose: {files: [compose.yaml], project: %s}
                secrets: [{file: db_password, value: "env:DB_PASSWORD"}]
                """.formatted(project));
    }

    @After
    public void tearDown() {
        cli().execute("down");
    }

    @Test
    public void startsWithASecretThatNobodySeesAndRemovesAll() {
        CliRun up = cli().execute("up", "--json", "--verbose");
        assertThat(up.exitCode()).as(up.err()).isZero();
        JsonNode port = Json.tree(up.out(), "the output")
                .path("services")
                .path(0)
                .path("ports")
                .path(0);
        assertThat(port.path("port").asInt()).isEqualTo(8000);
        assertThat(port.path("hostPort").asInt()).isPositive();
        String inspected = docker("inspect", project + "-web-1");
        assertThat(inspected + up.out() + up.err()).doesNotContain("hunter22");
        assertThat(secretFiles.resolve("db_password")).hasContent(SECRET);
        CliRun down = cli().execute("down");
        assertThat(down.exitCode()).as(down.err()).isZero();
        assertThat(secretFiles).doesNotExist();
        assertThat(docker("ps", "--all", "--quiet", "--filter", "label=com.docker.compose.project=" + project))
                .isEmpty();
    }

    /** A step that was interrupted between the start and the note of it starts again. */
    @Test
    public void leavesWhatRunsAloneWhenCalledAgain() throws IOException {
        assertThat(cli().execute("up").exitCode()).isZero();
        String before = docker("ps", "--quiet", "--no-trunc", "--filter", "name=" + project + "-web-1");
        Object file = Files.readAttributes(secretFiles.resolve("db_password"), BasicFileAttributes.class)
                .fileKey();
        CliRun again = cli().execute("up", "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(docker("ps", "--quiet", "--no-trunc", "--filter", "name=" + project + "-web-1"))
                .isEqualTo(before)
                .isNotBlank();
        assertThat(Files.readAttributes(secretFiles.resolve("db_password"), BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(file);
    }

    @Test
    public void tellsAnotherComposeAllThatItNeeds() throws IOException {
        Files.writeString(
                workspace.resolve("release.yaml"),
                Files.readString(workspace.resolve("release.yaml"))
                        .replace("project:", "variables: {A: b}, profiles: [extra], project:"));
        JsonNode up = Json.tree(cli().execute("up", "--json").out(), "the output");
        assertThat(up.path("files"))
                .extracting(JsonNode::asText)
                .containsExactly(workspace.resolve("compose.yaml").toString(), secretFiles + "/.compose-secrets.json");
        assertThat(up.path("variables").path("A").asText()).isEqualTo("b");
        assertThat(up.path("profiles").path(0).asText()).isEqualTo("extra");
        assertThat(up.path("envFiles").isArray()).isTrue();
    }

    @Test
    public void tellsProgramsEveryStateOfAService() throws IOException {
        CliRun up = cli().execute("up", "--events", "--result", "result.json");
        List<String> states = up.err()
                .lines()
                .filter(line -> line.startsWith("\u001e"))
                .map(line -> Json.tree(line.substring(1), "an event"))
                .map(event -> event.path("service").asText() + " "
                        + event.path("state").asText())
                .toList();
        assertThat(states).contains("web starting").endsWith("web healthy").doesNotHaveDuplicates();
        JsonNode report = Json.tree(Files.readString(workspace.resolve("result.json")), "the result")
                .path("report");
        assertThat(report.path("services").path(0).path("spans"))
                .extracting(span -> "web " + span.path("state").asText())
                .isEqualTo(states);
        assertThat(report.path("state").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    public void showsEvidenceOfAServiceThatDoesNotComeUp() throws IOException {
        Files.writeString(workspace.resolve("compose.yaml"), """
                services:
                  web: {image: %s, command: [sh, -c, "echo no such table; exit 3"]}
                """.formatted(bed.baseImage()));
        CliRun up = cli().execute("up", "--timeout", "30s", "--events", "--result", "result.json");
        assertThat(up.exitCode()).isEqualTo(3);
        assertThat(up.err()).contains("exit code 3", "no such table", "error: Service 'web'");
        assertThat(up.out()).isEmpty();
        assertThat(up.err()).contains("\"service\":\"web\",\"state\":\"failed\",\"detail\":\"exited with code 3\"");
        JsonNode result = Json.tree(Files.readString(workspace.resolve("result.json")), "the result");
        assertThat(result.path("exitCode").asInt()).isEqualTo(3);
        assertThat(result.path("evidence").path("logLines").toString()).contains("no such table");
        assertThat(result.path("report").path("services").path(0).path("spans").toString())
                .contains("failed");
    }

    @Test
    public void keepsTheLogToItselfWhenToldSo() throws IOException {
        Files.writeString(workspace.resolve("compose.yaml"), """
                services:
                  web: {image: %s, command: [sh, -c, "echo no such table; exit 3"]}
                """.formatted(bed.baseImage()));
        CliRun up = cli().execute("up", "--logs", "none", "--result", "result.json");
        assertThat(up.exitCode()).isEqualTo(3);
        assertThat(up.err() + Files.readString(workspace.resolve("result.json")))
                .doesNotContain("no such table");
        assertThat(cli().execute("up", "--logs", "some").exitCode()).isEqualTo(2);
    }

    private String docker(String... arguments) {
        return bed.agent()
                .require(
                        Command.of("look", "docker").withArguments(List.of(arguments)),
                        Deadline.in(Duration.ofMinutes(1)))
                .output();
    }

    private CliRun cli() {
        return CliRun.in(workspace)
                .with(new Parts() {
                    @Override
                    Host local() {
                        return bed.agent();
                    }
                })
                .withVariable("DB_PASSWORD", SECRET);
    }
}
