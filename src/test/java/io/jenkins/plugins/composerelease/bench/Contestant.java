package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.wait.HealthGate;
import io.jenkins.plugins.composerelease.engine.wait.ServiceGraph;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A way to wait until a stack is healthy. */
interface Contestant {
    /** Waits until the stack is healthy or has failed; each has its own way to tell, which must be that one. */
    void await(boolean healthy);

    /** Each by its name; {@code up} is what {@code --wait} does besides waiting. */
    static Map<String, Contestant> all(BenchStack stack, LocalRunner runner, Duration limit) {
        return Map.of(
                "ours", ours(stack, runner, limit),
                "--wait", composeWait(stack, runner, limit),
                "loop", loop(stack, runner, limit),
                "up", program("up", runner, stack.compose("up", "-d"), limit));
    }

    /** Our gate, in a JVM that is warm. */
    static Contestant ours(BenchStack stack, LocalRunner runner, Duration limit) {
        ServiceGraph services = stack.services();
        return healthy -> {
            boolean ended = true;
            try {
                new HealthGate(runner, new SilentLog()).await(stack.project().name(), services, Deadline.in(limit));
            } catch (NotHealthyException e) {
                ended = false;
            }
            require(ended == healthy, "our gate", "");
        };
    }

    /** Compose's own: it asks for each container twice a second. */
    static Contestant composeWait(BenchStack stack, LocalRunner runner, Duration limit) {
        return program("--wait", runner, stack.compose("up", "-d", "--wait"), limit);
    }

    /** What a careful person writes by hand. */
    private static Contestant loop(BenchStack stack, LocalRunner runner, Duration limit) {
        String list = "docker compose -p " + stack.project().name() + " ps -a --format '{{.Health}}'";
        return program(
                "the loop",
                runner,
                List.of("sh", "-c", "while " + list + " | grep -qv '^healthy$'; do sleep 5; done"),
                limit);
    }

    private static Contestant program(String name, LocalRunner runner, List<String> argv, Duration limit) {
        Command command = Command.of("wait", argv);
        return healthy -> {
            CommandResult result = runner.run(command, Deadline.in(limit));
            String said = result.errors()
                    .lines()
                    .filter(line -> !line.startsWith(" Container "))
                    .collect(Collectors.joining("\n"));
            require(result.succeeded() == healthy, name, result.exitCode() + ", " + said);
        };
    }

    private static void require(boolean asExpected, String name, String said) {
        if (!asExpected) {
            throw new AssertionError(name + " did not end as the stack did: " + said);
        }
    }
}
