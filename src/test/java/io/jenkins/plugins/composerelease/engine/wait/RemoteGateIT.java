package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.adapter.ssh.SshHost;
import io.jenkins.plugins.composerelease.engine.command.HostFiles;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** The gate where Docker is elsewhere, or nowhere. */
public class RemoteGateIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Rule
    public final ComposeFixture compose = new ComposeFixture("g-gate-remote");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final RecordingLog log = new RecordingLog();

    @Test
    public void saysWhenDockerDoesNotAnswer() {
        ServiceGraph services = new ServiceGraph(List.of());
        HealthGate lost = new HealthGate(new LocalRunner(Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock")), log);

        assertThatThrownBy(() -> lost.await(compose.name(), services, Deadline.in(MINUTE)))
                .hasMessageContaining("Could not list the containers of project '" + compose.name() + "'")
                .hasMessageContaining("/nowhere/docker.sock");
    }

    @Test
    public void watchesAHostOverSsh() {
        onHost("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'echo on the host; sleep 1; exit 7']
                    healthcheck: {test: [CMD, 'true'], interval: 30s}
                """, start -> {
            NotHealthyException failure =
                    catchThrowableOfType(NotHealthyException.class, () -> start.accept(Readiness.DEFAULT));

            assertThat(failure).hasMessageContaining("'api' on web1 exited with code 7, expected healthy");
            assertThat(failure.evidence().logLines()).containsExactly("on the host");
        });
    }

    @Test
    public void probesAHostsContainersOverSsh() {
        List<Condition> all = List.of(
                new Condition.Http("http://web:8000/", 200, Optional.of("listing")),
                new Condition.Tcp(8000),
                new Condition.Exec(List.of("test", "-d", "/proc")),
                new Condition.Log("serving"));
        onHost("""
                services:
                  web:
                    image: IMAGE
                    command: [sh, -c, 'sleep 1; echo serving; exec python3 -m http.server 8000']
                    init: true
                """, start -> start.accept(new Readiness(Map.of("web", new Condition.All(all)), Logs.FAILING)));

        assertThat(log.lines()).anyMatch(line -> line.startsWith("progress: web ") && line.contains("(1/1 services)"));
    }

    /** Does something that starts this stack on web1, and removes it. */
    private void onHost(String yaml, Consumer<Consumer<Readiness>> test) {
        TestBed.HostData web1 = TestBed.get().host("web1");
        SshAddress address = new SshAddress(
                web1.address(),
                web1.port(),
                web1.user(),
                Optional.of(web1.publicKey()),
                Optional.of(Secret.of(readBytes(web1.keyFile()))),
                Optional.empty(),
                Optional.empty());
        String directory = web1.directory() + "/" + compose.name();
        ComposeProject project = new ComposeProject(
                compose.name(),
                directory,
                List.of(directory + "/compose.yaml"),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
        LocalRunner engine = new LocalRunner(Map.of(
                "DOCKER_HOST",
                web1.dockerHost(),
                "DOCKER_CONFIG",
                TestBed.get().agentEnvironment().get("DOCKER_CONFIG")));
        engine.require(Command.of("pull", "docker", "pull", "-q", TestBed.get().baseImage()), Deadline.in(MINUTE));
        try (SshHost host = SshHost.connect("web1", address, new LocalRunner(), Deadline.in(MINUTE))) {
            Secret file =
                    Secret.of(readBytes(Path.of(compose.write(yaml).files().get(0))));
            host.require(HostFiles.write(directory + "/compose.yaml", "600", file), Deadline.in(MINUTE));
            ComposeUp up = new ComposeUp(host, log);
            try {
                test.accept(readiness -> up.up(project, List.of(), false, MINUTE, readiness));
            } finally {
                up.down(project, true);
                host.require(HostFiles.removeTree(directory), Deadline.in(MINUTE));
            }
        }
    }

    private static byte[] readBytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
