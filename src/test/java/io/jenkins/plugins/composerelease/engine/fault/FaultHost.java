package io.jenkins.plugins.composerelease.engine.fault;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A host that tests may break: one for all of a JVM, gone with it. It is looked at from outside, by its Docker engine and
 * in its namespaces, so that neither its sshd nor its network is needed for that.
 */
final class FaultHost {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Map<String, String> UNDO =
            Map.of("sshd stop", "sshd start", "dockerd stop", "dockerd start", "fill", "unfill", "cut", "heal");
    private static FaultHost instance;

    private final Set<String> broken = new LinkedHashSet<>();

    private final TestBed bed = TestBed.get();
    private final String name = "fault-" + UUID.randomUUID().toString().substring(0, 8);
    final TestBed.HostData data = bed.hostUp(name);
    private final LocalRunner docker = new LocalRunner(Map.of(
            "DOCKER_HOST",
            data.dockerHost(),
            "DOCKER_CONFIG",
            bed.agentEnvironment().get("DOCKER_CONFIG")));

    private FaultHost() {}

    static synchronized FaultHost get() {
        if (instance == null) {
            instance = new FaultHost();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> instance.bed.hostDown(instance.name)));
        }
        return instance;
    }

    /** What {@code testbed host} does, such as {@code sshd stop}; {@link #mend} brings back what it takes away. */
    void control(String action) {
        bed.onHost(name, action.split(" "));
        if (UNDO.containsKey(action)) {
            broken.add(UNDO.get(action));
        }
        broken.remove(action);
    }

    void mend() {
        List.copyOf(broken).forEach(this::control);
    }

    /** Output of a script in the host's namespaces, its last line end removed. */
    String shell(String script, String... arguments) {
        String[] action = new String[arguments.length + 5];
        List.of("exec", "sh", "-c", script, "sh").toArray(action);
        System.arraycopy(arguments, 0, action, 5, arguments.length);
        return bed.onHost(name, action).strip();
    }

    /** Output of a command of Docker on the host. */
    String docker(String... arguments) {
        return docker.require(command(arguments), Deadline.in(LONG)).output().strip();
    }

    /** The same, whatever its exit code. */
    CommandResult tryDocker(String... arguments) {
        return docker.run(command(arguments), Deadline.in(LONG));
    }

    /** A program that is fed line by line, with the host's Docker engine. */
    ProcessBuilder program(String... argv) {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().put("DOCKER_HOST", data.dockerHost());
        return builder;
    }

    void awaitEngine() {
        await("the engine of " + name + " answers").atMost(LONG).until(() -> tryDocker("version")
                .succeeded());
    }

    private static Command command(String... arguments) {
        return Command.of("use the host's Docker", "docker").withArguments(List.of(arguments));
    }
}
