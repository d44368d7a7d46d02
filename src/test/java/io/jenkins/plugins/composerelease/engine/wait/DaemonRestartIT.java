package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** The gate while the Docker engine it watches is restarted: a host of its own. */
public class DaemonRestartIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String HOST = "gate1";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Timeout timeout = Timeout.seconds(400);

    private final RecordingLog log = new RecordingLog();
    private LocalRunner engine;

    @Before
    public void addHost() {
        TestBed.HostData host = TestBed.get().hostUp(HOST);
        engine = new LocalRunner(Map.of(
                "DOCKER_HOST",
                host.dockerHost(),
                "DOCKER_CONFIG",
                TestBed.get().agentEnvironment().get("DOCKER_CONFIG")));
        engine.require(Command.of("pull", "docker", "pull", "-q", TestBed.get().baseImage()), Deadline.in(LONG));
    }

    @After
    public void removeHost() {
        TestBed.get().hostDown(HOST);
    }

    @Test
    public void waitsThroughARestartOfTheDaemon() throws IOException {
        Path file = folder.getRoot().toPath().resolve("compose.yaml");
        Files.writeString(file, """
                services:
                  db:
                    image: %s
                    command: [sh, -c, 'test -f /tmp/second && touch /tmp/ok; touch /tmp/second; exec sleep 1000']
                    restart: always
                    stop_grace_period: 0s
                    healthcheck: {test: [CMD, test, -f, /tmp/ok], interval: 500ms, retries: 1000}
                """.formatted(TestBed.get().baseImage()));
        ComposeProject project = new ComposeProject(
                "g-gate-daemon",
                folder.getRoot().toString(),
                List.of(file.toString()),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
        Compose compose = new Compose(project);
        engine.require(compose.up(List.of(), new Compose.UpOptions(true, true, false, "never")), Deadline.in(LONG));
        ServiceGraph services = ComposeConfig.services(
                engine.require(compose.config(), Deadline.in(LONG)).output());
        CompletableFuture<List<ContainerState>> gate = CompletableFuture.supplyAsync(
                () -> new HealthGate(engine, log).await(project.name(), services, Deadline.in(LONG)));
        await().until(() -> log.lines().contains("progress: db started"));

        TestBed.get().onHost(HOST, "dockerd", "restart");

        assertThat(gate).succeedsWithin(LONG);
        assertThat(gate.join()).singleElement().matches(container -> container.hasHealth("healthy"));
    }
}
