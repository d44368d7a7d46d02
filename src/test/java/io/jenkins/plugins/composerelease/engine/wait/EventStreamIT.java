package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** The gate while its stream of events breaks, is deaf, or is shared. */
public class EventStreamIT {
    private static final String WATCH = Docker.events("3s").purpose();

    @Rule
    public final ComposeFixture compose = new ComposeFixture("g-gate-stream");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final GateTrial trial = new GateTrial(compose);

    @After
    public void theStreamEndsWithItsLastGate() {
        assertThat(streams()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("docker-events"));
    }

    @Test
    public void noticesWithoutAnyEvent() {
        trial.start(healthyAfter(1));
        trial.runner.replaceStream(Command.of("be deaf", "sleep", "1000"));

        trial.passes();

        assertThat(trial.log.lines()).anyMatch(line -> line.startsWith("progress: db healthy after "));
    }

    @Test
    public void subscribesAgainAndAgain() {
        trial.start(healthyAfter(4));
        trial.runner.replaceStream(Command.of("break", "false"));

        trial.passes();

        assertThat(trial.runner.commands().stream().filter("break"::equals)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    public void goesOnWithTheLastEventWhenTheStreamIsKilled() {
        trial.start(healthyAfter(4));
        CompletableFuture<?> gate = CompletableFuture.runAsync(trial::passes);
        await().until(() -> streams().count() == 1);

        streams().forEach(ProcessHandle::destroyForcibly);

        assertThat(gate).succeedsWithin(GateTrial.MINUTE);
        assertThat(trial.runner.commands().stream().filter(WATCH::equals)).hasSize(2);
    }

    @Test
    public void noticesWhatTheDaemonHasForgottenWhenTheStreamIsBack() {
        trial.start(healthyAfter(1));
        // Several events each, and the daemon keeps 256 of all kinds: that of the health is not among them.
        Command flood = Command.of(
                "flood",
                "sh",
                "-c",
                "sleep 2; i=0; while [ $i -lt 150 ]; do docker exec " + compose.name()
                        + "-db-1 true; i=$((i+1)); done");
        trial.runner.replaceStream(flood);
        CompletableFuture<?> gate = CompletableFuture.runAsync(trial::passes);
        await().until(() -> trial.runner.commands().contains("flood"));
        trial.runner.replaceStream(null);

        assertThat(gate).succeedsWithin(GateTrial.MINUTE);
    }

    @Test
    public void servesAllGatesOfAPlaceWithOneStream() {
        trial.start(healthyAfter(2));

        CompletableFuture<?> one = CompletableFuture.runAsync(trial::passes);
        CompletableFuture<?> two = CompletableFuture.runAsync(trial::passes);

        assertThat(one).succeedsWithin(GateTrial.MINUTE);
        assertThat(two).succeedsWithin(GateTrial.MINUTE);
        assertThat(trial.runner.commands().stream().filter(WATCH::equals)).hasSize(1);
    }

    @Test
    public void takesAnEventFromBeforeTheSubscriptionForWhatItIs() {
        trial.start(healthyAfter(0));
        await().atMost(GateTrial.MINUTE).until(() -> trial.runner
                .require(Docker.list(compose.name()), Deadline.in(GateTrial.MINUTE))
                .output()
                .contains("(healthy)"));
        trial.runner.require(
                Command.of("restart", "docker", "restart", "-t", "0", compose.name() + "-db-1"),
                Deadline.in(GateTrial.MINUTE));
        trial.runner.require(
                Command.of("spoil", "docker", "exec", compose.name() + "-db-1", "rm", "-f", "/tmp/ok"),
                Deadline.in(GateTrial.MINUTE));

        assertThat(trial.fails(Duration.ofSeconds(4), Map.of())).hasMessageContaining("was not healthy after 4.0 s");
    }

    private static String healthyAfter(int seconds) {
        return """
                services:
                  db:
                    image: IMAGE
                    command: [sh, -c, 'test -f /tmp/second || sleep %d; touch /tmp/second /tmp/ok; exec sleep 1000']
                    healthcheck: {test: [CMD, test, -f, /tmp/ok], interval: 500ms, retries: 100}
                """.formatted(seconds);
    }

    private static Stream<ProcessHandle> streams() {
        return ProcessHandle.current().descendants().filter(process -> process.info()
                .commandLine()
                .filter(line -> line.contains("docker events"))
                .isPresent());
    }
}
