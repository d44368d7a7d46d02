package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The command line as a process of its own, with a program of the test's in the place of {@code docker}. */
public class ProcessProtocolTest {
    private static final byte[] SECRET = "pä\u00dfw\u00f6rd-\u20ac".getBytes(StandardCharsets.UTF_8);
    private static final String REQUEST = """
            {"application": "shop",
             "compose": {"files": ["compose.yaml"], "project": "protocol",
                         "secrets": [{"env": "TOKEN", "value": "base64:COMPOSE_RELEASE_SECRET_1"}]}}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path workspace;
    private Path result;

    @Before
    public void setUp() throws IOException {
        workspace = folder.getRoot().toPath();
        result = workspace.resolve("result.json");
        Files.writeString(workspace.resolve("compose.yaml"), "services: {}\n");
        Files.writeString(workspace.resolve("request.json"), REQUEST);
    }

    @Test
    public void givesAChildNoSecretButTheOneThatItNeeds() throws Exception {
        docker("env > env.txt; echo '{}'");
        assertThat(run("up", "--file", "-", "--json", "--result", "result.json"))
                .isEqualTo(2);
        List<String> variables = Files.readAllLines(workspace.resolve("env.txt"));
        assertThat(variables)
                .contains("TOKEN=" + new String(SECRET, StandardCharsets.UTF_8), "KEPT=yes")
                .noneMatch(line -> line.startsWith("COMPOSE_RELEASE_SECRET_"));
        assertThat(Files.readString(result))
                .contains("have no service to start")
                .doesNotContain("w\u00f6rd");
    }

    @Test
    public void givesASecretCommandNoOtherSecret() throws Exception {
        docker("echo '{}'");
        Files.writeString(workspace.resolve("fetch"), "#!/bin/sh\nenv > fetch.txt; echo fetched\n");
        assertThat(workspace.resolve("fetch").toFile().setExecutable(true)).isTrue();
        Files.writeString(
                workspace.resolve("request.json"),
                REQUEST.replace("base64:COMPOSE_RELEASE_SECRET_1", "command:" + workspace.resolve("fetch")));
        run("up", "--file", "-");
        assertThat(Files.readAllLines(workspace.resolve("fetch.txt")))
                .contains("KEPT=yes")
                .noneMatch(line -> line.startsWith("COMPOSE_RELEASE_SECRET_"));
    }

    @Test
    public void leavesAResultWhenItIsToldToStop() throws Exception {
        docker("echo $$ > docker.pid; exec sleep 600");
        Process process = start("up", "--file", "-", "--json", "--events", "--result", "result.json");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(workspace.resolve("docker.pid")));
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
        JsonNode json = Json.tree(Files.readString(result), "the result");
        assertThat(json.path("exitCode").asInt()).isEqualTo(143);
        assertThat(json.path("command").asText()).isEqualTo("up");
        assertThat(json.path("message").asText()).contains("interrupt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(result)))
                .isEqualTo("rw-------");
        assertThat(folder.getRoot().list()).noneMatch(name -> name.endsWith(".part"));
        long pid =
                Long.parseLong(Files.readString(workspace.resolve("docker.pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private void docker(String script) throws IOException {
        Path program = folder.newFolder("bin").toPath().resolve("docker");
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private int run(String... arguments) throws Exception {
        Process process = start(arguments);
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of("-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path")));
        argv.add(Main.class.getName());
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv).directory(workspace.toFile());
        builder.environment().merge("PATH", workspace.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("KEPT", "yes");
        String coded = Base64.getEncoder().encodeToString(SECRET);
        builder.environment().put("COMPOSE_RELEASE_SECRET_1", coded);
        builder.environment().put("COMPOSE_RELEASE_SECRET_2", coded);
        File log = workspace.resolve("log.txt").toFile();
        return builder.redirectInput(workspace.resolve("request.json").toFile())
                .redirectOutput(workspace.resolve("out.txt").toFile())
                .redirectError(log)
                .start();
    }
}
