package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.Readiness.Logs;
import io.jenkins.plugins.composerelease.testing.ComposeFixture;
import io.jenkins.plugins.composerelease.testing.RecordingLog;
import io.jenkins.plugins.composerelease.testing.RecordingRunner;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A gate over a stack of a test, on the agent's engine. */
final class GateTrial {
    static final Duration MINUTE = Duration.ofMinutes(1);

    final RecordingRunner runner = new RecordingRunner(TestBed.get().agent());
    final RecordingLog log = new RecordingLog();
    private final ComposeFixture compose;
    private ComposeProject project;
    private ServiceGraph services;

    GateTrial(ComposeFixture compose) {
        this.compose = compose;
    }

    /** Starts the stack without waiting for it. */
    void start(String yaml) {
        project = compose.write(yaml);
        compose.start(project);
        services = ComposeConfig.services(runner.require(new Compose(project).config(), Deadline.in(MINUTE))
                .output());
        runner.clear();
    }

    /** The containers of a gate that passes. */
    List<ContainerState> passes() {
        return passes(Map.of());
    }

    List<ContainerState> passes(Map<String, Condition> conditions) {
        return passes(conditions, Logs.FAILING);
    }

    List<ContainerState> passes(Map<String, Condition> conditions, Logs logs) {
        return new HealthGate(runner, log, logs).await(project.name(), with(conditions), Deadline.in(MINUTE));
    }

    /** How a gate fails. */
    NotHealthyException fails(Duration time, Map<String, Condition> conditions) {
        return fails(time, conditions, Logs.FAILING);
    }

    NotHealthyException fails(Duration time, Map<String, Condition> conditions, Logs logs) {
        HealthGate gate = new HealthGate(runner, log, logs);
        return catchThrowableOfType(
                NotHealthyException.class, () -> gate.await(project.name(), with(conditions), Deadline.in(time)));
    }

    /** All services, or those with a condition of the test. */
    private ServiceGraph with(Map<String, Condition> conditions) {
        return conditions.isEmpty()
                ? services
                : services.only(conditions.keySet()).with(conditions);
    }
}
