package io.jenkins.plugins.composerelease.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.command.Compose;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.spi.RunningCommand;
import io.jenkins.plugins.composerelease.engine.wait.ComposeConfig;
import io.jenkins.plugins.composerelease.engine.wait.ServiceGraph;
import io.jenkins.plugins.composerelease.engine.wait.ServiceSpec;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A project of some services. What becomes of the last one, {@code late}, or of all, files in {@code /flags} decide. */
final class BenchStack implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalRunner agent = TestBed.get().agent();
    private final Path directory;
    private final ComposeProject project;
    private final RunningCommand events;
    private final BlockingQueue<JsonNode> seen = new LinkedBlockingQueue<>();

    /**
     * @param services how many
     * @param others what all but the last have for a health check, in YAML
     * @param last what {@code late} is besides its image, in YAML
     */
    BenchStack(int services, String others, String last) throws IOException {
        directory = Files.createTempDirectory("bench");
        Files.createDirectory(directory.resolve("flags"));
        Path file = directory.resolve("compose.yaml");
        Files.writeString(
                file,
                yaml(services, others, last).replace("IMAGE", TestBed.get().baseImage()));
        project = new ComposeProject(
                TestBed.unique("bench"),
                directory.toString(),
                List.of(file.toString()),
                List.of(),
                List.of(),
                Map.of(),
                Map.of());
        String label = "label=com.docker.compose.project=" + project.name();
        events = agent.start(
                Command.of(
                        "watch",
                        "docker",
                        "events",
                        "--filter",
                        "type=container",
                        "--filter",
                        label,
                        "--format",
                        "{{json .}}"),
                (error, line) -> seen.add(json(line)));
    }

    private static String yaml(int services, String others, String last) {
        StringBuilder yaml = new StringBuilder("services:\n");
        for (int i = 1; i < services; i++) {
            yaml.append(
                    "  s" + i + ":\n" + common() + "    command: [sleep, '100000']\n    healthcheck: " + others + "\n");
        }
        return yaml + "  late:\n" + common() + last;
    }

    private static String common() {
        return "    image: IMAGE\n    stop_grace_period: 0s\n    volumes: ['./flags:/flags:ro']\n";
    }

    ComposeProject project() {
        return project;
    }

    ServiceGraph services() {
        return ComposeConfig.services(
                agent.require(new Compose(project).config(), Deadline.in(LONG)).output());
    }

    /** {@code docker compose} for this project, with more arguments. */
    List<String> compose(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker", "compose", "-p", project.name(), "-f"));
        argv.add(project.files().get(0));
        argv.addAll(List.of(arguments));
        return argv;
    }

    void start() {
        agent.require(Command.of("start", compose("up", "-d")), Deadline.in(LONG));
    }

    /** Has {@code late} start anew, neither ready nor crashed, and forgets what happened before. */
    void restartLate() throws IOException, InterruptedException {
        restart(List.of("late"));
    }

    /** The same for every service. */
    void restartAll() throws IOException, InterruptedException {
        restart(services().services().stream().map(ServiceSpec::name).toList());
    }

    private void restart(List<String> services) throws IOException, InterruptedException {
        for (String flag : List.of("ready", "crash")) {
            Files.deleteIfExists(directory.resolve("flags").resolve(flag));
        }
        seen.clear();
        List<String> containers = services.stream()
                .map(service -> project.name() + "-" + service + "-1")
                .toList();
        agent.require(
                Command.of("restart", "docker", "restart", "-t", "0").withArguments(containers), Deadline.in(LONG));
        await("start");
    }

    /** Lets it happen. */
    void flag(String name) throws IOException {
        Files.createFile(directory.resolve("flags").resolve(name));
    }

    /** Waits for an event of {@code late}; milliseconds since the epoch by the host's clock, which is ours. */
    double await(String action) throws InterruptedException {
        while (true) {
            JsonNode event = seen.poll(2, TimeUnit.MINUTES);
            if (event == null) {
                throw new AssertionError("no event '" + action + "' of service 'late' came");
            }
            boolean late = event.at("/Actor/Attributes")
                    .path("com.docker.compose.service")
                    .asText()
                    .equals("late");
            if (late && event.path("Action").asText().equals(action)) {
                return event.path("timeNano").asLong() / 1e6;
            }
        }
    }

    @Override
    public void close() throws IOException {
        events.close();
        agent.require(Command.of("remove", compose("down", "-v", "-t", "0")), Deadline.in(LONG));
        agent.require(Command.of("remove", "rm", "-rf", "--", directory.toString()), Deadline.in(LONG));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            return JSON.nullNode();
        }
    }
}
