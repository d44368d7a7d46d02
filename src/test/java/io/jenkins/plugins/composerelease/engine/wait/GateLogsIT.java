package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** What the gate shows of the services' logs, and of their order. */
public class GateLogsIT {
    @Rule
    public final ComposeFixture compose = new ComposeFixture("g-gate-logs");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final GateTrial trial = new GateTrial(compose);

    @Test
    public void streamsEachLineOfAWaitingServiceOnceAlsoAcrossARestart() {
        trial.start("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'echo run; sleep 1; test -f /tmp/a && echo up && exec sleep 1000; touch /tmp/a; exit 1']
                    restart: always
                """);

        trial.passes(Map.of("api", new Condition.Log("up")), Logs.ALL);

        assertThat(trial.log.lines().stream().filter(line -> line.startsWith("api> ")))
                .containsExactly("api> run", "api> run", "api> up");
    }

    @Test
    public void evidenceShowsTheLogOfTheRunThatFailedAndNotOnlyOfTheOneBefore() {
        trial.start("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'test -f /a && sleep 1 && echo SECOND && exec sleep 99; touch /a; echo FIRST; sleep 3; exit 3']
                    restart: always
                    healthcheck: {test: [CMD-SHELL, 'exit 1'], interval: 2s, retries: 2}
                """);

        NotHealthyException failure = trial.fails(GateTrial.MINUTE, Map.of());

        assertThat(failure).hasMessageContaining("became unhealthy");
        assertThat(failure.evidence().logLines()).containsExactly("FIRST", "SECOND");
        assertThat(trial.log.leftOut()).as("only its last lines are shown").containsExactly("api");
    }

    @Test
    public void showsNoLineAndKeepsNoneWhereLogsAreNotWanted() {
        trial.start("services:\n  api: {image: IMAGE, command: [sh, -c, 'echo private; exit 3']}\n");

        NotHealthyException failure = trial.fails(Duration.ofSeconds(20), Map.of(), Logs.NONE);

        assertThat(failure.evidence().logLines()).isEmpty();
        assertThat(trial.log.lines()).noneMatch(line -> line.contains("private"));
    }

    @Test
    public void showsTheOrderOfTheServicesAndEachLayerAsItIsReady() {
        trial.start("""
                services:
                  db: {image: IMAGE, command: [sleep, '1000'], healthcheck: {test: [CMD, 'true'], interval: 300ms}}
                  migrations:
                    image: IMAGE
                    command: ['true']
                    depends_on: {db: {condition: service_healthy}}
                  web:
                    image: IMAGE
                    command: [sleep, '1000']
                    depends_on: {migrations: {condition: service_completed_successfully}}
                """);

        trial.passes();

        assertThat(trial.log.lines().stream()
                        .filter(line -> line.contains("layer") || line.contains("order"))
                        .map(line -> line.replaceAll("after [^:]*", "after T")))
                .containsExactly(
                        "progress: start order: db → migrations → web",
                        "progress: layer 1/3 ready after T: db",
                        "progress: layer 2/3 ready after T: migrations",
                        "progress: layer 3/3 ready after T: web");
    }
}
