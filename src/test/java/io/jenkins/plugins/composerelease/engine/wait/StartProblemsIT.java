package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.engine.command.ComposeDialect;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import io.jenkins.plugins.composerelease.testing.WithoutPlugin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;

/** What fails before any service runs, with Compose v2 and on a machine that has docker-compose 1.29 alone. */
@RunWith(Parameterized.class)
public class StartProblemsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Parameters(name = "{0}")
    public static List<ComposeDialect> dialects() {
        return List.of(ComposeDialect.PLUGIN, ComposeDialect.ONE);
    }

    @Rule
    public final ComposeFixture compose = new ComposeFixture("g-gate-start");

    @Rule
    public final ComposeFixture other = new ComposeFixture("g-gate-holder");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final RecordingLog log = new RecordingLog();
    private final Host host;
    private final ComposeUp composeUp;
    private final String firstOfWeb;

    public StartProblemsIT(ComposeDialect dialect) {
        host = WithoutPlugin.with(dialect, TestBed.get().agent());
        composeUp = new ComposeUp(host, log);
        firstOfWeb = compose.name() + (dialect == ComposeDialect.ONE ? "_web_1" : "-web-1");
    }

    @After
    public void removeWhatStandsInForDocker() {
        host.close();
    }

    @Test
    public void namesTheProcessThatHasAPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            NotHealthyException failure = fails(web("ports: ['127.0.0.1:" + taken.getLocalPort() + ":80']"));

            assertThat(failure)
                    .hasMessage("Service 'web' on this machine could not be started, as 127.0.0.1:"
                            + taken.getLocalPort() + " of the host is already in use by process 'java' (pid "
                            + ProcessHandle.current().pid() + ")."
                            + " Free the port, or publish another one in the compose file.");
            assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED.code());
            assertThat(failure.evidence().service()).isEqualTo("web");
            assertThat(failure.evidence().container()).isEqualTo(firstOfWeb);
            assertThat(failure.evidence().reason()).contains("is already in use by process 'java'");
        }
    }

    @Test
    public void namesTheContainerAndProjectThatHaveAPort() {
        ComposeProject holder =
                other.write("services:\n  api: {image: IMAGE, command: [sleep, '1000'], ports: ['127.0.0.1::80']}\n");
        other.start(holder);
        int port = ContainerList.parse(TestBed.get()
                        .agent()
                        .require(Docker.list(other.name()), Deadline.in(MINUTE))
                        .output())
                .get(0)
                .state()
                .ports()
                .get(0)
                .hostPort();

        NotHealthyException failure =
                fails(web("ports: ['127.0.0.1:" + port + ":80'], container_name: '" + compose.name() + "-special'"));

        assertThat(failure)
                .hasMessageContaining("Service 'web' on this machine could not be started")
                .hasMessageContaining(
                        "already in use by container '" + other.name() + "-api-1' of project '" + other.name() + "'");
    }

    @Test
    public void namesServiceAndImageThatCannotBePulled() {
        String image = TestBed.get().registry() + "/gate/none:1";
        NotHealthyException failure = fails(compose.write("""
                services:
                  db: {image: '%s', command: [sleep, '1000']}
                  web: {image: IMAGE, command: [sleep, '1000'], depends_on: [db]}
                """.formatted(image)));

        assertThat(failure)
                .hasMessageStartingWith(
                        "Service 'db' on this machine has an image that could not be pulled, '" + image + "': ")
                .hasMessageEndingWith("; it blocks web. Build or publish the image first, or log in to its registry.");
        assertThat(failure.evidence().state()).isEqualTo("missing");
        assertThat(failure.evidence().blocks()).containsExactly("web");
    }

    @Test
    public void namesTheServiceThatCannotBeBuiltWithTheLastLines() throws IOException {
        Files.writeString(
                compose.directory().resolve("Dockerfile"),
                "FROM " + TestBed.get().baseImage() + "\nRUN echo no such step >&2; exit 9\n");

        NotHealthyException failure = fails(compose.write("""
                services:
                  db: {image: IMAGE, command: [sleep, '1000']}
                  web: {build: ., command: [sleep, '1000']}
                """));

        assertThat(failure).hasMessageContaining("Service 'web' on this machine has an image that could not be built");
        assertThat(failure.evidence().logLines()).anyMatch(line -> line.contains("no such step"));
    }

    @Test
    public void startsNothingWhereTheFilesShowThatItCannotComplete() {
        ComposeProject project = compose.write("""
                services:
                  job: {image: IMAGE, command: ['true'], restart: always}
                  web:
                    image: IMAGE
                    command: [sleep, '1000']
                    depends_on: {job: {condition: service_completed_successfully}}
                """);

        NotHealthyException failure = fails(project);

        assertThat(failure)
                .hasMessage("Service 'job' on this machine can never end, as its restart policy starts it again, and"
                        + " service 'web' waits for that; it blocks web. Nothing was started. Correct the compose"
                        + " files, or what 'wait' says of it.");
        assertThat(TestBed.get()
                        .agent()
                        .require(Docker.list(project.name()), Deadline.in(MINUTE))
                        .output())
                .isEmpty();
    }

    @Test
    public void failsWhereOnlyTheImageShowsThatItCannotComplete() {
        NotHealthyException failure = fails(compose.write("""
                services:
                  db: {image: IMAGE, command: [sleep, '1000']}
                  web:
                    image: IMAGE
                    command: [sleep, '1000']
                    depends_on: {db: {condition: service_healthy}}
                """));

        assertThat(failure)
                .hasMessageContaining("Service 'db' on this machine can never become healthy, as it has no health"
                        + " check, expected healthy; it blocks web.");
    }

    @Test
    public void refusesAServiceNameThatIsNone() {
        ComposeProject project = compose.write("services:\n  web: {image: IMAGE}\n");

        assertThatThrownBy(() -> up(project, "--project-name")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> up(project, "wbe"))
                .isInstanceOf(ReleaseException.class)
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

        assertThatThrownBy(() -> up(project))
                .hasMessageContaining("Could not read the compose files")
                .hasMessageContaining("oops")
                .hasMessageNotContaining("geheim-123");
    }

    private ComposeProject web(String more) {
        return compose.write("services:\n  web: {image: IMAGE, command: [sleep, '1000'], " + more + "}\n");
    }

    private NotHealthyException fails(ComposeProject project) {
        return catchThrowableOfType(NotHealthyException.class, () -> up(project));
    }

    private void up(ComposeProject project, String... services) {
        composeUp.up(project, List.of(services), true, MINUTE, Readiness.DEFAULT);
    }
}
