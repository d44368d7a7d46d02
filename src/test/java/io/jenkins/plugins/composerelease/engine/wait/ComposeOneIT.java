package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.wait.ComposeUp.StartedService;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import io.jenkins.plugins.composerelease.testing.WithoutPlugin;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** Start-up and gate with docker-compose 1.29, on a machine whose docker has no compose plugin. */
public class ComposeOneIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Rule
    public final ComposeFixture compose = new ComposeFixture("compose-one");

    @Rule
    public final Timeout timeout = Timeout.seconds(180);

    private final RecordingLog log = new RecordingLog();
    private final AnyCompose host =
            new AnyCompose(new WithoutPlugin(TestBed.get().agent()));
    private final ComposeUp composeUp = new ComposeUp(host, log);

    @After
    public void tearDown() {
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
                    healthcheck: {test: 'test -f /tmp/ok', interval: 500ms, retries: 20}
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

        List<StartedService> started = composeUp.up(project, List.of(), true, MINUTE, Readiness.DEFAULT);

        assertThat(started).extracting(StartedService::name).containsExactlyInAnyOrder("db", "migrate", "web");
        StartedService web = started.stream()
                .filter(service -> service.name().equals("web"))
                .findFirst()
                .orElseThrow();
        assertThat(web.ports()).hasSize(2);
        for (PublishedPort port : web.ports()) {
            try (Socket socket = new Socket("127.0.0.1", port.hostPort())) {
                assertThat(socket.isConnected()).isTrue();
            }
        }
        assertThat(log.lines()).noneMatch(line -> line.contains("unknown flag") || line.contains("Usage:"));
        composeUp.down(project, true);
        assertThat(composeUp.resolved(project, List.of())).contains("\"networks\":{\"default\":{}}");
    }

    @Test
    public void startsOnlyTheServicesAskedForWithWhatTheyDependOnAlsoFromAProfile() {
        ComposeProject project = compose.write("""
                services:
                  db: {image: IMAGE, command: [sleep, '1000'], init: true}
                  api: {image: IMAGE, command: [sleep, '1000'], init: true, depends_on: [db], profiles: [extra]}
                  broken: {image: IMAGE, command: ['false']}
                """);

        List<StartedService> started = composeUp.up(project, List.of("api"), false, MINUTE, Readiness.DEFAULT);

        assertThat(started).extracting(StartedService::name).containsExactlyInAnyOrder("db", "api");
        assertThatThrownBy(() -> composeUp.up(project, List.of("wbe"), false, MINUTE, Readiness.DEFAULT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no such service: wbe");
    }

    @Test
    public void tellsWhatFailedWhileComposeStillWaits() {
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
                """);

        assertThatThrownBy(() -> composeUp.up(project, List.of(), false, MINUTE, Readiness.DEFAULT))
                .isInstanceOfSatisfying(NotHealthyException.class, failure -> {
                    assertThat(failure.evidence().blocks()).containsExactly("api");
                    assertThat(failure.evidence().logLines()).contains("starting", "cannot open data");
                });
    }

    @Test
    public void buildsBeforeItStarts() throws IOException {
        Files.writeString(
                compose.directory().resolve("Dockerfile"),
                "FROM " + TestBed.get().baseImage() + "\nCMD [\"sleep\", \"1000\"]\n");
        ComposeProject project = compose.write("services:\n  web: {build: ., init: true}\n");

        composeUp.up(project, List.of(), true, MINUTE, Readiness.DEFAULT);

        assertThat(log.lines()).anyMatch(line -> line.contains("web running"));
        TestBed.get()
                .agent()
                .require(
                        Command.of("clean up", "docker", "rmi", "--force", compose.name() + "_web"),
                        Deadline.in(MINUTE));
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
    public void refusesSeveralEnvFiles() throws IOException {
        ComposeProject plain = compose.write("services:\n  web: {image: IMAGE}\n");
        Path file = Files.writeString(compose.directory().resolve("a.env"), "A=b");
        ComposeProject project = new ComposeProject(
                plain.name(),
                plain.directory(),
                plain.files(),
                List.of(),
                List.of(file.toString(), file.toString()),
                Map.of(),
                Map.of());

        assertThatThrownBy(() -> composeUp.up(project, List.of(), false, MINUTE, Readiness.DEFAULT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("docker-compose 1.29 takes one env file, not 2. Put them into one, or install Compose v2.");
    }

    @Test
    public void saysThatAnImageIsMissing() {
        ComposeProject project = compose.write("services:\n  web: {image: '"
                + TestBed.get().registry() + "/gate/none:1', command: [sleep, '1000']}\n");

        assertThatThrownBy(() -> composeUp.up(project, List.of(), false, MINUTE, Readiness.DEFAULT))
                .isInstanceOf(NotHealthyException.class)
                .hasMessageContaining("/gate/none:1");
    }
}
