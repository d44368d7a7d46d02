package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    public void showsEvidenceOfAServiceThatDoesNotComeUp() throws IOException {
        Files.writeString(workspace.resolve("compose.yaml"), """
                services:
                  web: {image: %s, command: [sh, -c, "echo no such table; exit 3"]}
                """.formatted(bed.baseImage()));
        CliRun up = cli().execute("up", "--timeout", "30s");
        assertThat(up.exitCode()).isEqualTo(3);
        assertThat(up.err()).contains("exit code 3", "no such table", "error: Service 'web'");
        assertThat(up.out()).isEmpty();
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
                    CommandRunner local() {
                        return bed.agent();
                    }
                })
                .withVariable("DB_PASSWORD", SECRET);
    }
}
