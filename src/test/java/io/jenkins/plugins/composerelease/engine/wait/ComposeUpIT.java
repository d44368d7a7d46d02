package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp.StartedService;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class ComposeUpIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Rule
    public final ComposeFixture compose = new ComposeFixture("gate-up");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final RecordingLog log = new RecordingLog();
    private final ComposeUp composeUp = new ComposeUp(TestBed.get().agent(), log);

    @Test
    public void startsAWholeStackInOrderAndReturnsItsPorts() throws IOException {
        ComposeProject project = compose.write("""
                services:
                  db:
                    image: IMAGE
                    command: [sh, -c, 'sleep 1; touch /tmp/ok; exec sleep 1000']
                    healthcheck: {test: [CMD, test, -f, /tmp/ok], interval: 500ms, retries: 20}
                  migrate:
                    image: IMAGE
                    command: [sh, -c, 'echo migrated']
                    depends_on: {db: {condition: service_healthy}}
                  web:
                    image: IMAGE
                    command: [busybox, httpd, -f, -p, '8000']
                    ports: ['127.0.0.1::8000']
                    depends_on: {migrate: {condition: service_completed_successfully}}
                """);

        List<StartedService> started = composeUp.up(project, List.of(), true, MINUTE, Readiness.DEFAULT);

        assertThat(started).extracting(StartedService::name).containsExactly("db", "migrate", "web");
        PublishedPort port = started.get(2).ports().get(0);
        assertThat(port.port()).isEqualTo(8000);
        try (Socket socket = new Socket("127.0.0.1", port.hostPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
        assertThat(log.lines())
                .anyMatch(line -> line.matches("progress: db healthy after \\d+\\.\\d s \\(1/3 services\\)"))
                .anyMatch(line -> line.matches("progress: migrate exited 0 after \\d+\\.\\d s \\(2/3 services\\)"))
                .anyMatch(line -> line.matches("progress: web running after \\d+\\.\\d s \\(3/3 services\\)"));
    }

    @Test
    public void startsOnlyTheServicesAskedForWithWhatTheyDependOnAlsoFromAProfile() {
        ComposeProject project = compose.write("""
                services:
                  db: {image: IMAGE, command: [sleep, '1000']}
                  api: {image: IMAGE, command: [sleep, '1000'], depends_on: [db], profiles: [extra]}
                  broken: {image: IMAGE, command: ['false']}
                """);

        List<StartedService> started = composeUp.up(project, List.of("api"), false, MINUTE, Readiness.DEFAULT);

        assertThat(started).extracting(StartedService::name).containsExactlyInAnyOrder("db", "api");
    }

    @Test
    public void stopsComposeAndTellsWhatFailedWhileComposeStillWaits() {
        ComposeProject project = compose.write("""
                services:
                  db:
                    image: IMAGE
                    command: [sh, -c, 'echo starting; echo cannot open data >&2; sleep 1; exit 7']
                    restart: always
                    healthcheck: {test: [CMD, 'false'], interval: 30s}
                  api:
                    image: IMAGE
                    command: [sleep, '1000']
                    depends_on: {db: {condition: service_healthy}}
                  web:
                    image: IMAGE
                    command: [sleep, '1000']
                    depends_on: [api]
                """);

        NotHealthyException failure = fails(project, MINUTE);

        Evidence evidence = failure.evidence();
        assertThat(failure)
                .hasMessageStartingWith("Service 'db' on this machine ")
                .hasMessageEndingWith(
                        ", expected healthy; it blocks api, web. Correct what its last log lines above show.");
        assertThat(evidence.restarts()).isPositive();
        assertThat(evidence.blocks()).containsExactly("api", "web");
        assertThat(evidence.logLines()).contains("starting", "cannot open data");
        assertThat(log.lines()).contains("db> starting", "db> cannot open data");
        assertNothingRunsFor(project);
    }

    @Test
    public void judgesTheNewContainersAndNotTheBrokenOnesThatTheyReplace() {
        compose.start(compose.write("""
                services:
                  api: {image: IMAGE, command: [sh, -c, 'exit 1'], restart: always}
                """));
        ComposeProject fixed = compose.write("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'touch /tmp/ok; exec sleep 1000']
                    restart: always
                    healthcheck: {test: [CMD, test, -f, /tmp/ok], interval: 500ms}
                """);

        List<StartedService> started = composeUp.up(fixed, List.of(), false, MINUTE, Readiness.DEFAULT);

        assertThat(started).hasSize(1);
        assertThat(log.lines()).noneMatch(line -> line.contains("restarted"));
    }

    @Test
    public void failsOnTheNewContainerAlthoughTheOldOneWasHealthy() {
        ComposeProject project = compose.write("""
                services:
                  api: {image: IMAGE, command: [sleep, '1000'], stop_grace_period: 0s}
                """);
        composeUp.up(project, List.of(), false, MINUTE, Readiness.DEFAULT);
        ComposeProject broken = compose.write("""
                services:
                  api: {image: IMAGE, command: [sh, -c, 'echo new version; sleep 0.3; exit 4'], stop_grace_period: 0s}
                """);

        NotHealthyException failure = fails(broken, MINUTE);

        assertThat(failure).hasMessageContaining("'api' on this machine exited with code 4, expected running");
        assertThat(failure.evidence().logLines()).containsExactly("new version");
    }

    @Test
    public void refusesAServiceNameThatIsNone() {
        ComposeProject project = compose.write("services:\n  web: {image: IMAGE}\n");

        assertThatThrownBy(() -> composeUp.up(project, List.of("--project-name"), false, MINUTE, Readiness.DEFAULT))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> composeUp.up(project, List.of("wbe"), false, MINUTE, Readiness.DEFAULT))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageContaining("no such service: wbe");
    }

    @Test
    public void showsNoInterpolatedSecretWhenTheFilesAreBroken() {
        ComposeProject plain = compose.write("services:\n  web: {image: IMAGE, environment: {A: '${PW}'}, oops: 1}\n");
        ComposeProject project = new ComposeProject(
                plain.name(),
                plain.directory(),
                plain.files(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of("PW", Secret.of("geheim-123")));

        assertThatThrownBy(() -> composeUp.up(project, List.of(), false, MINUTE, Readiness.DEFAULT))
                .hasMessageContaining("Could not read the compose files")
                .hasMessageContaining("oops")
                .hasMessageNotContaining("geheim-123");
    }

    @Test
    public void leavesNothingAfterAnAbortAndDown() throws Exception {
        ComposeProject project = compose.write("""
                services:
                  db:
                    image: IMAGE
                    command: [sleep, '1000']
                    stop_grace_period: 0s
                    volumes: [data:/data]
                    healthcheck: {test: [CMD, 'false'], interval: 1s, retries: 1000}
                  api: {image: IMAGE, command: [sleep, '1000'], depends_on: {db: {condition: service_healthy}}}
                volumes: {data: {}}
                """);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                composeUp.up(project, List.of(), false, MINUTE, Readiness.DEFAULT);
            } catch (ReleaseException e) {
                thrown.set(e);
            }
        });
        thread.start();
        await().atMost(MINUTE).until(() -> log.lines().contains("progress: db started"));

        thread.interrupt();
        thread.join();

        assertThat(thrown.get()).hasMessageContaining("was interrupted");
        assertNothingRunsFor(project);
        composeUp.down(project, true);
        assertThat(agent("docker", "ps", "-aq", "--filter", "label=com.docker.compose.project=" + project.name()))
                .isBlank();
        assertThat(agent("docker", "volume", "ls", "-q", "--filter", "name=" + project.name()))
                .isBlank();
        assertThat(agent("docker", "network", "ls", "-q", "--filter", "name=" + project.name()))
                .isBlank();
    }

    @Test
    public void requiresStabilityOfWhatRuns() {
        ComposeProject project = compose.write("""
                services:
                  good: {image: IMAGE, command: [sleep, '1000']}
                  flaky: {image: IMAGE, command: [sh, -c, 'sleep 5; echo tired; exit 3'], restart: always}
                """);
        composeUp.up(project, List.of("good"), false, MINUTE, Readiness.DEFAULT);
        composeUp.requireStable(project, Duration.ofSeconds(1), Readiness.DEFAULT);
        composeUp.up(project, List.of("flaky"), false, MINUTE, Readiness.DEFAULT);

        assertThatThrownBy(() -> composeUp.requireStable(project, Duration.ofSeconds(30), Readiness.DEFAULT))
                .isInstanceOf(NotHealthyException.class)
                .hasMessageContaining("'flaky' on this machine restarted, with exit code 3");
    }

    private NotHealthyException fails(ComposeProject project, Duration time) {
        return catchThrowableOfType(
                NotHealthyException.class, () -> composeUp.up(project, List.of(), false, time, Readiness.DEFAULT));
    }

    private static String agent(String... argv) {
        return TestBed.get()
                .agent()
                .require(Command.of("look", argv), Deadline.in(Duration.ofSeconds(20)))
                .output();
    }

    private static void assertNothingRunsFor(ComposeProject project) {
        assertThat(ProcessHandle.current().descendants()).noneMatch(process -> process.info()
                .commandLine()
                .filter(line -> line.contains(project.name()) || line.contains("docker events"))
                .isPresent());
    }
}
