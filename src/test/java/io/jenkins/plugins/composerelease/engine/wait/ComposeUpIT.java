package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp.StartedService;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import io.jenkins.plugins.composerelease.testing.WithoutPlugin;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** Start-up and gate, with Compose v2 and on a machine that has docker-compose 1.29 alone. */
@RunWith(Parameterized.class)
public class ComposeUpIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    @Rule
    public final ComposeFixture compose = new ComposeFixture("gate-up");

    @Rule
    public final Timeout timeout = Timeout.seconds(180);

    private final RecordingLog log = new RecordingLog();
    private final Host host;
    private final ComposeUp composeUp;

    public ComposeUpIT(ComposeDialect dialect) {
        host = WithoutPlugin.with(dialect, TestBed.get().agent());
        composeUp = new ComposeUp(host, log);
    }

    @After
    public void removeWhatStandsInForDocker() {
        host.close();
    }

    @Test
    public void startsAWholeStackInOrderAndReturnsItsPorts() throws IOException {
        ComposeProject project = compose.write("""
                services:
                  db:
                    image: IMAGE
                    command: [sh, -c, 'sleep 1; touch /tmp/ok; exec sleep 1000']
                    init: true
                    healthcheck: {test: test -f /tmp/ok, interval: 500ms, retries: 20}
                  migrate:
                    image: IMAGE
                    command: [sh, -c, 'echo migrated']
                    depends_on: {db: {condition: service_healthy}}
                  web:
                    image: IMAGE
                    command: [busybox, httpd, -f, -p, '8000']
                    init: true
                    deploy: {replicas: 2}
                    ports: ['127.0.0.1::8000']
                    depends_on: {migrate: {condition: service_completed_successfully}}
                """);

        List<StartedService> started = up(project);

        assertThat(started).extracting(StartedService::name).containsExactlyInAnyOrder("db", "migrate", "web");
        List<PublishedPort> ports =
                started.stream().flatMap(service -> service.ports().stream()).toList();
        assertThat(ports).hasSize(2).extracting(PublishedPort::port).containsOnly(8000);
        for (PublishedPort port : ports) {
            try (Socket socket = new Socket("127.0.0.1", port.hostPort())) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
        assertThat(log.lines())
                .anyMatch(line -> line.matches("progress: db healthy after \\d+\\.\\d s \\(1/3 services\\)"))
                .anyMatch(line -> line.matches("progress: migrate exited 0 after \\d+\\.\\d s \\(2/3 services\\)"))
                .anyMatch(line -> line.matches("progress: web running after \\d+\\.\\d s \\(3/3 services\\)"))
                .noneMatch(line -> line.contains("unknown flag") || line.contains("Usage:"));
        composeUp.down(project, true);
        assertThat(ComposeConfig.parse(composeUp.resolved(project, List.of()))
                        .path("networks")
                        .has("default"))
                .isTrue();
    }

    @Test
    public void startsOnlyTheServicesAskedForWithWhatTheyDependOnAlsoFromAProfile() {
        ComposeProject project = compose.write("""
                services:
                  db: {image: IMAGE, command: [sleep, '1000'], init: true}
                  api: {image: IMAGE, command: [sleep, '1000'], init: true, depends_on: [db], profiles: [extra]}
                  broken: {image: IMAGE, command: ['false']}
                """);

        List<StartedService> started = up(project, "api");

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

        NotHealthyException failure = fails(project);

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

        List<StartedService> started = up(fixed);

        assertThat(started).hasSize(1);
        assertThat(log.lines()).noneMatch(line -> line.contains("restarted"));
    }

    @Test
    public void failsOnTheNewContainerAlthoughTheOldOneWasHealthy() {
        ComposeProject project = compose.write("""
                services:
                  api: {image: IMAGE, command: [sleep, '1000'], stop_grace_period: 0s}
                """);
        up(project);
        ComposeProject broken = compose.write("""
                services:
                  api: {image: IMAGE, command: [sh, -c, 'echo new version; sleep 0.3; exit 4'], stop_grace_period: 0s}
                """);

        NotHealthyException failure = fails(broken);

        assertThat(failure).hasMessageContaining("'api' on this machine exited with code 4, expected running");
        assertThat(failure.evidence().logLines()).containsExactly("new version");
    }

    @Test
    public void knowsFromTheConfigurationOfAllServicesWhatComposeWouldStart() {
        ComposeProject project = compose.write("""
                services:
                  db: {image: IMAGE, healthcheck: {test: [CMD, 'true']}}
                  web: {image: IMAGE, depends_on: {db: {condition: service_healthy}}, deploy: {replicas: 2}}
                  tool: {image: IMAGE, profiles: [tools], links: [cache]}
                  cache: {image: IMAGE, profiles: [tools], restart: always}
                """);
        String all = composeUp.resolved(project, List.of());

        for (List<String> named : List.of(List.<String>of(), List.of("web"), List.of("tool"), List.of("db", "tool"))) {
            String read = host.require(new Compose(project).config(named), Deadline.in(MINUTE))
                    .output();
            assertThat(ComposeConfig.services(ComposeConfig.starting(all, named, List.of())))
                    .as("%s", named)
                    .isEqualTo(ComposeConfig.services(read));
        }
    }

    @Test
    public void buildsBeforeItStarts() throws IOException {
        Files.writeString(
                compose.directory().resolve("Dockerfile"),
                "FROM " + TestBed.get().baseImage() + "\nCMD [\"sleep\", \"1000\"]\n");
        String image = compose.name() + "-built";
        ComposeProject project = compose.write("services:\n  web: {build: ., image: '" + image + "', init: true}\n");

        up(project);

        assertThat(log.lines()).anyMatch(line -> line.contains("web running"));
        agent("docker", "rmi", "--force", image);
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
        Thread thread = new Thread(() -> thrown.set(catchThrowable(() -> up(project))));
        thread.start();
        await().atMost(MINUTE).until(() -> log.lines().contains("progress: db started"));

        thread.interrupt();
        thread.join();

        assertThat(thrown.get()).hasMessageContaining("was interrupted");
        assertNothingRunsFor(project);
        composeUp.down(project, true);
        String label = "label=com.docker.compose.project=" + project.name();
        assertThat(agent("docker", "ps", "-aq", "--filter", label)).isBlank();
        assertThat(agent("docker", "volume", "ls", "-q", "--filter", label)).isBlank();
        assertThat(agent("docker", "network", "ls", "-q", "--filter", label)).isBlank();
    }

    @Test
    public void requiresStabilityOfWhatRuns() {
        ComposeProject project = compose.write("""
                services:
                  good: {image: IMAGE, command: [sleep, '1000']}
                  flaky: {image: IMAGE, command: [sh, -c, 'sleep 5; echo tired; exit 3'], restart: always}
                """);
        up(project, "good");
        composeUp.requireStable(project, Duration.ofSeconds(1), Readiness.DEFAULT);
        up(project, "flaky");

        assertThatThrownBy(() -> composeUp.requireStable(project, Duration.ofSeconds(30), Readiness.DEFAULT))
                .isInstanceOf(NotHealthyException.class)
                .hasMessageContaining("'flaky' on this machine restarted, with exit code 3");
    }

    private List<StartedService> up(ComposeProject project, String... services) {
        return composeUp.up(project, List.of(services), true, MINUTE, Readiness.DEFAULT);
    }

    private NotHealthyException fails(ComposeProject project) {
        return catchThrowableOfType(NotHealthyException.class, () -> up(project));
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
