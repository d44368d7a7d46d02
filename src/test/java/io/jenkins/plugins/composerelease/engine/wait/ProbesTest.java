package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Condition;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.testing.RecordingRunner;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

public class ProbesTest {
    private static final ContainerState API = Inspected.api("running", 0, 0);
    private static final Condition.Exec EXEC = new Condition.Exec(List.of("check"));
    private static final Duration SHORT = Duration.ofMillis(200);

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final RecordingRunner runner = new RecordingRunner(new LocalRunner());

    @Test
    public void aCommandThatTakesLongerThanATryIsNotStartedTwice() throws Exception {
        runner.replaceStream(Command.of("check", "sh", "-c", "read line; exit 0"));
        try (ExecCheck check = new ExecCheck(EXEC, runner, API)) {
            assertThat(check.attempt(Deadline.in(SHORT))).contains("'check' in it has not ended yet");
            assertThat(check.attempt(Deadline.in(SHORT))).contains("'check' in it has not ended yet");

            assertThat(runner.commands()).containsExactly("check");
        }
    }

    @Test
    public void aCommandThatFailedIsStartedAgain() throws Exception {
        Deadline deadline = Deadline.in(Duration.ofSeconds(20));
        try (ExecCheck check = new ExecCheck(EXEC, runner, API)) {
            runner.replaceStream(Command.of("check", "sh", "-c", "echo no rows; exit 3"));
            assertThat(check.attempt(deadline)).contains("'check' in it ended with exit code 3: no rows");

            runner.replaceStream(Command.of("check", "true"));
            assertThat(check.attempt(deadline)).isEmpty();
        }
    }

    @Test
    public void aLogConditionReadsNothingThatTheDockerCommandItselfSays() {
        Condition.Log condition = new Condition.Log("ready");
        runner.replaceStream(Command.of("print", "echo", "Error response from daemon: not ready"));
        AtomicInteger changes = new AtomicInteger();
        try (LogCheck check = new LogCheck(condition, runner, API, changes::incrementAndGet)) {
            await().until(() -> {
                assertThat(check.attempt(Deadline.in(SHORT))).isPresent();
                return runner.commands().size() > 1;
            });
            assertThat(changes).hasValue(0);

            runner.replaceStream(Command.of("print", "echo", "2026-11-21T11:28:21.000000000Z ready"));
            await().until(() -> check.attempt(Deadline.in(SHORT)).isEmpty());
        }
    }

    @Test
    public void anExpressionThatIsTooMuchForALineIsSaid() {
        Condition.Log condition = new Condition.Log("(a|b)*c");
        runner.replaceStream(
                Command.of("print", "printf", "2026-11-21T11:28:21.000000000Z %s\\n", "ab".repeat(30_000)));
        try (LogCheck check = new LogCheck(condition, runner, API, () -> {})) {
            await().until(() -> check.attempt(Deadline.in(SHORT))
                    .equals(Optional.of("'(a|b)*c' is too much for a line of its log: simplify it")));
        }
    }

    @Test
    public void whatGoesWrongInAProbeIsToldAndTriedAgain() {
        ServiceSpec spec = new ServiceSpec("api", 1, Optional.of(EXEC), List.of());
        AtomicInteger tries = new AtomicInteger();
        Host broken =
                (Host) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Host.class}, (a, b, c) -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("broken");
                });
        try (Probes probes = new Probes(broken, () -> {})) {
            probes.follow(spec, API);

            await().until(() -> tries.get() > 1);

            assertThat(probes.of(API.id()))
                    .containsEntry(EXEC, Optional.of("it could not be tried: java.lang.IllegalStateException: broken"));
        }
    }
}
