package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.RecordingRunner;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class HealthGateIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Rule
    public final ComposeFixture compose = new ComposeFixture("gate-it");

    @Rule
    public final Timeout timeout = Timeout.seconds(120);

    private final LocalRunner agent = TestBed.get().agent();
    private final RecordingRunner runner = new RecordingRunner(agent);
    private final RecordingLog log = new RecordingLog();
    private final HealthGate gate = new HealthGate(runner, log);

    @Test
    public void passesAHealthyStackWithOneLook() {
        ComposeProject project = compose.write("""
                services:
                  db:
                    image: IMAGE
                    command: [sleep, '1000']
                    healthcheck: {test: [CMD, 'true'], interval: 500ms}
                  web: {image: IMAGE, command: [sleep, '1000']}
                """);
        ServiceGraph services = services(project);
        compose.start(project);
        gate.await(project.name(), services, Deadline.in(MINUTE));
        runner.clear();

        gate.await(project.name(), services, Deadline.in(MINUTE));

        assertThat(runner.commands())
                .containsExactlyInAnyOrder(
                        Docker.events("3s").purpose(),
                        Docker.list(project.name()).purpose());
    }

    @Test
    public void noticesHealthByItsEventAndWithoutAskingDocker() {
        ComposeProject project = compose.write("""
                services:
                  db:
                    image: IMAGE
                    command: [sh, -c, 'sleep 2; touch /tmp/ok; exec sleep 1000']
                    healthcheck: {test: [CMD, test, -f, /tmp/ok], interval: 500ms, retries: 100}
                """);
        compose.start(project);
        awaitRunning(project);
        runner.clear();

        List<ContainerState> containers = gate.await(project.name(), services(project), Deadline.in(MINUTE));

        assertThat(containers).singleElement().matches(container -> container.hasHealth("healthy"));
        assertThat(runner.commands().stream().filter("inspect containers"::equals))
                .isEmpty();
    }

    @Test
    public void failsAtOnceWhenUnhealthyWithWhatTheProbesSaid() {
        ComposeProject project = compose.write("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'echo listening; exec sleep 1000']
                    healthcheck: {test: [CMD-SHELL, 'echo connection refused; exit 1'], interval: 300ms, retries: 3}
                """);
        compose.start(project);

        NotHealthyException failure = fails(project, MINUTE);

        assertThat(failure)
                .hasMessageContaining("Service 'api' on this machine became unhealthy")
                .hasMessageEndingWith(", expected healthy. Correct what its last log lines above show.");
        assertThat(failure.evidence().health()).isEqualTo("unhealthy");
        assertThat(failure.evidence().healthChecks()).contains("exit code 1: connection refused");
        assertThat(failure.evidence().logLines()).containsExactly("listening");
        assertThat(log.lines()).contains("api health check> exit code 1: connection refused", "api> listening");
    }

    @Test
    public void failsWhenAServiceExitsThatNothingRestarts() {
        ComposeProject project = compose.write("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'for i in $$(seq 1 60); do echo line $$i; done; exit 1']
                  web: {image: IMAGE, command: [sleep, '1000'], depends_on: [api]}
                """);
        compose.start(project);

        NotHealthyException failure = fails(project, MINUTE);

        Evidence evidence = failure.evidence();
        assertThat(evidence.service()).isEqualTo("api");
        assertThat(evidence.container()).isEqualTo(project.name() + "-api-1");
        assertThat(evidence.state()).isEqualTo("exited");
        assertThat(evidence.exitCode()).isEqualTo(Optional.of(1));
        assertThat(evidence.blocks()).containsExactly("web");
        assertThat(evidence.logLines()).hasSize(50).startsWith("line 11").endsWith("line 60");
    }

    @Test
    public void failsWhenOnFailureHasUsedItsRetries() {
        ComposeProject project = compose.write(
                "services:\n  api: {image: IMAGE, command: [sh, -c, 'exit 6'], restart: 'on-failure:1'}\n");
        compose.start(project);

        NotHealthyException failure = fails(project, MINUTE);

        assertThat(failure).hasMessageContaining("'api' on this machine exited with code 6");
        assertThat(failure.evidence().restarts()).isEqualTo(1);
    }

    @Test
    public void failsOnTheThirdRestartOfACrashLoop() {
        ComposeProject project = compose.write(
                "services:\n  api: {image: IMAGE, command: [sh, -c, 'echo boom; exit 3'], restart: always}\n");
        compose.start(project);

        NotHealthyException failure = fails(project, MINUTE);

        assertThat(failure).hasMessageContaining("times, the last time with exit code 3");
        assertThat(failure.evidence().restarts()).isBetween(3, 5);
        assertThat(failure.evidence().logLines()).contains("boom");
    }

    @Test
    public void letsAServiceRecoverWithOneRestart() {
        ComposeProject project = compose.write("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'test -f /tmp/second && exec sleep 1000; touch /tmp/second; exit 1']
                    restart: always
                """);
        compose.start(project);

        List<ContainerState> containers = gate.await(project.name(), services(project), Deadline.in(MINUTE));

        assertThat(containers).singleElement().matches(container -> container.restarts() == 1);
    }

    @Test
    public void failsOnOutOfMemory() {
        ComposeProject project = compose.write("""
                services:
                  api:
                    image: IMAGE
                    command: [python3, -c, 'x = bytearray(200_000_000); import time; time.sleep(1000)']
                    restart: always
                    mem_limit: 32m
                    memswap_limit: 32m
                """);
        compose.start(project);

        NotHealthyException failure = fails(project, MINUTE);

        assertThat(failure).hasMessageContaining("'api' on this machine ran out of memory");
    }

    @Test
    public void requiresEveryReplica() {
        ComposeProject project = compose.write("""
                services:
                  web:
                    image: IMAGE
                    command: [sleep, '1000']
                    deploy: {replicas: 2}
                """);
        compose.start(project);
        agent.require(Command.of("kill one", "docker", "kill", project.name() + "-web-2"), Deadline.in(MINUTE));

        NotHealthyException failure = fails(project, MINUTE);

        assertThat(failure.evidence().container()).isEqualTo(project.name() + "-web-2");
        assertThat(failure).hasMessageContaining("exited with code 137");
    }

    @Test
    public void waitsForAMissingReplicaUntilTheDeadline() {
        ComposeProject project =
                compose.write("services:\n  web: {image: IMAGE, command: [sleep, '1000'], scale: 2}\n");
        compose.start(project);
        agent.require(Command.of("remove one", "docker", "rm", "-f", project.name() + "-web-2"), Deadline.in(MINUTE));

        NotHealthyException failure = fails(project, Duration.ofSeconds(3));

        assertThat(failure)
                .hasMessage("Service 'web' on this machine was not started after 3.0 s (last status: not all of its"
                        + " containers exist). Raise timeout if it needs longer.");
    }

    @Test
    public void saysAtTheDeadlineWhatEachProbeGave() {
        ComposeProject project = compose.write("""
                services:
                  api:
                    image: IMAGE
                    command: [sh, -c, 'echo still loading; exec sleep 1000']
                    healthcheck: {test: [CMD-SHELL, 'echo not yet; exit 1'], interval: 300ms, retries: 500}
                """);
        compose.start(project);

        NotHealthyException failure = fails(project, Duration.ofSeconds(3));

        assertThat(failure.getMessage())
                .matches("Service 'api' on this machine was not healthy after 3\\.0 s \\(last status: starting,"
                        + " \\d+ of 500 probes failed, the last with exit code 1: not yet\\)\\."
                        + " Its last log lines are above; raise timeout if it needs longer\\.");
        assertThat(log.lines()).contains("api> still loading");
    }

    @Test
    public void waitsAMomentForAServiceWithoutHealthCheck() {
        ComposeProject project =
                compose.write("services:\n  api: {image: IMAGE, command: [sh, -c, 'sleep 1; exit 5']}\n");
        compose.start(project);

        assertThat(fails(project, MINUTE)).hasMessageContaining("exited with code 5, expected running");
    }

    private NotHealthyException fails(ComposeProject project, Duration time) {
        ServiceGraph services = services(project);
        return catchThrowableOfType(
                NotHealthyException.class, () -> gate.await(project.name(), services, Deadline.in(time)));
    }

    private ServiceGraph services(ComposeProject project) {
        return ComposeConfig.services(agent.require(new Compose(project).config(), Deadline.in(MINUTE))
                .output());
    }

    private void awaitRunning(ComposeProject project) {
        await().until(() -> agent.require(Docker.list(project.name()), Deadline.in(MINUTE))
                .output()
                .contains("\tUp "));
    }
}
