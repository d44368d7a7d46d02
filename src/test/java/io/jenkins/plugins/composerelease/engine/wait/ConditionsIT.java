package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** Each condition with containers that fulfil it late or never. */
public class ConditionsIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final String LATE_SERVER = """
            services:
              web:
                image: IMAGE
                command: [sh, -c, 'mkdir /w; echo all fine > /w/health; sleep 1; exec busybox httpd -f -p 8000 -h /w']
                scale: 2
            """;

    @Rule
    public final ComposeFixture compose = new ComposeFixture("g-gate-cond");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final LocalRunner agent = TestBed.get().agent();
    private final RecordingLog log = new RecordingLog();
    private final HealthGate gate = new HealthGate(agent, log);

    @After
    public void allThreadsEndWithTheGate() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("gate-probe")
                        || thread.getName().equals("docker-events"));
    }

    @Test
    public void httpAsksEveryReplicaWhereNoPortIsPublished() {
        start(LATE_SERVER);

        passes(Map.of("web", http("http://my_web:8000/health", 200, "all f.ne")));

        assertThat(log.lines()).anyMatch(line -> line.startsWith("progress: web answers 200 after "));
    }

    @Test
    public void httpSaysWhatItGotInstead() {
        start(LATE_SERVER);

        NotHealthyException failure = fails(Map.of("web", http("http://web:8000/none", 200, "x")));

        assertThat(failure)
                .hasMessageContaining("Service 'web' on this machine was not ready, expected an answer 200 from"
                        + " http://web:8000/none with a body that matches 'x', after 4.0 s (last status: running;"
                        + " http://web:8000/none answered status 404");
    }

    @Test
    public void tcpWaitsForThePortOfTheContainerNotForThatOfDockersProxy() {
        start("""
                services:
                  web:
                    image: IMAGE
                    command: [sleep, '1000']
                    ports: ['127.0.0.1::8000']
                """);

        NotHealthyException failure = fails(Map.of("web", new Condition.Tcp(8000)));

        assertThat(failure).hasMessageContaining("port 8000 refused the connection");
    }

    @Test
    public void tcpHoldsWhenThePortOpens() {
        start(LATE_SERVER);

        passes(Map.of("web", new Condition.Tcp(8000)));

        assertThat(log.lines()).anyMatch(line -> line.startsWith("progress: web listens on 8000 after "));
    }

    @Test
    public void logReadsTheLinesOfThePresentRun() {
        start("""
                services:
                  queue:
                    image: IMAGE
                    command: [sh, -c, 'echo starting; sleep 1; echo "ready: 7 workers" >&2; exec sleep 1000']
                  mute: {image: IMAGE, command: [sleep, '1000']}
                """);

        passes(Map.of("queue", new Condition.Log("ready: \\d+ workers")));
        NotHealthyException failure = fails(Map.of("mute", new Condition.Log("ready")));

        assertThat(failure).hasMessageContaining("no line of its log matches 'ready' yet");
    }

    @Test
    public void logFindsWhatTheContainerWritesFirst() {
        start("services:\n  api: {image: IMAGE, command: [sh, -c, 'echo ready; exec sleep 1000'], scale: 3}\n");

        passes(Map.of("api", new Condition.Log("^ready$")));
    }

    @Test
    public void execRunsTheCommandInTheContainer() {
        start("""
                services:
                  api: {image: IMAGE, command: [sh, -c, 'sleep 1; touch /tmp/ok; exec sleep 1000']}
                """);

        passes(Map.of("api", new Condition.Exec(List.of("test", "-f", "/tmp/ok"))));
        NotHealthyException failure =
                fails(Map.of("api", new Condition.Exec(List.of("sh", "-c", "echo no rows >&2; exit 3"))));

        assertThat(failure).hasMessageContaining("'sh' in it ended with exit code 3: no rows");
    }

    @Test
    public void anyTakesTheFirstThatHoldsAndEndsTheOthers() {
        start(LATE_SERVER);

        passes(Map.of(
                "web",
                new Condition.Any(List.of(
                        new Condition.Exec(List.of("sleep", "1000")),
                        new Condition.Log("never"),
                        new Condition.Tcp(8000)))));
    }

    @Test
    public void allWaitsForEach() {
        start(LATE_SERVER);
        Condition running = new Condition.Running(Duration.ofMillis(100));

        passes(Map.of("web", new Condition.All(List.of(running, new Condition.Tcp(8000)))));
        NotHealthyException failure =
                fails(Map.of("web", new Condition.All(List.of(running, new Condition.Tcp(8001)))));

        assertThat(failure).hasMessageContaining("expected running and an open port 8001");
    }

    @Test
    public void runningWaitsAsLongAsAsked() {
        start("services:\n  api: {image: IMAGE, command: [sh, -c, 'sleep 4; exit 5']}\n");

        NotHealthyException failure = failsWithin(MINUTE, Map.of("api", new Condition.Running(Duration.ofSeconds(30))));

        assertThat(failure).hasMessageContaining("exited with code 5, expected running");
    }

    @Test
    public void exitedTakesTheCodeThatIsExpected() {
        start("""
                services:
                  job: {image: IMAGE, command: [sh, -c, 'sleep 1; exit 3']}
                  other: {image: IMAGE, command: [sh, -c, 'sleep 1; exit 1']}
                """);

        passes(Map.of("job", new Condition.Exited(3)));
        NotHealthyException failure = fails(Map.of("other", new Condition.Exited(0)));

        assertThat(failure).hasMessageContaining("exited with code 1, expected exited with code 0");
    }

    @Test
    public void healthyFailsAtOnceWhereTheContainerHasNoHealthCheck() {
        start("services:\n  api: {image: IMAGE, command: [sleep, '1000']}\n");

        NotHealthyException failure = failsWithin(MINUTE, Map.of("api", new Condition.Healthy()));

        assertThat(failure).hasMessageContaining("can never become healthy, as it has no health check");
    }

    private static Condition http(String url, int status, String body) {
        return new Condition.Http(url, status, Optional.of(body));
    }

    private ComposeProject project;

    private void start(String yaml) {
        project = compose.write(yaml);
        compose.start(project);
    }

    private void passes(Map<String, Condition> conditions) {
        gate.await(project.name(), services(conditions), Deadline.in(MINUTE));
    }

    private NotHealthyException fails(Map<String, Condition> conditions) {
        return failsWithin(SHORT, conditions);
    }

    private NotHealthyException failsWithin(Duration time, Map<String, Condition> conditions) {
        ServiceGraph services = services(conditions);
        return catchThrowableOfType(
                NotHealthyException.class, () -> gate.await(project.name(), services, Deadline.in(time)));
    }

    /** Only those with a condition of the test. */
    private ServiceGraph services(Map<String, Condition> conditions) {
        String config = agent.require(new Compose(project).config(), Deadline.in(MINUTE))
                .output();
        return ComposeConfig.services(config).only(conditions.keySet()).with(conditions);
    }
}
