package io.jenkins.plugins.composerelease.engine.fault;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The command line as a process of its own, which a test stops or kills in a phase. */
final class Client implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Path JAR = Path.of("target", "compose-release-cli.jar").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final StringBuilder log = new StringBuilder();
    private final List<String> phases = new ArrayList<>();
    private final Thread reader;

    private Client(Process process) {
        this.process = process;
        reader = new Thread(this::read, "client");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a command, for example {@code deploy --yes}, in a workspace. */
    static Client start(Path workspace, String... arguments) {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                JAR.toString()));
        argv.addAll(List.of(arguments));
        argv.add("--events");
        try {
            return new Client(new ProcessBuilder(argv)
                    .directory(workspace.toFile())
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a phase has begun or ended: {@code pull started}, {@code switch failed}. */
    Client until(String phase) {
        return until(phase, () -> true);
    }

    /** The same and until something is so; fails when the process ends before. */
    Client until(String phase, Callable<Boolean> moment) {
        await("the moment '" + phase + "'")
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    boolean there = reached(phase) && moment.call();
                    if (!there && !process.isAlive()) {
                        reader.join(5000);
                        throw new AssertionError(
                                "it ended before '" + phase + "', with code " + process.exitValue() + ":\n" + log());
                    }
                    return there;
                });
        return this;
    }

    /** Waits until it has said something in its log. */
    Client untilSaid(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return until("", () -> pattern.matcher(log()).find());
    }

    private synchronized boolean reached(String phase) {
        return phase.isEmpty() || phases.contains(phase);
    }

    /** The phase that began last; empty when none has. */
    synchronized String phase() {
        return phases.stream()
                .filter(phase -> phase.endsWith(" started"))
                .reduce("", (first, second) -> second.replace(" started", ""));
    }

    /** As a machine without memory does; what it has started stays. */
    Client kill() {
        process.destroyForcibly();
        exitCode();
        return this;
    }

    /** It and all that it has started: the machine is gone. */
    Client killAll() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        exitCode();
        return this;
    }

    /** As an abort does. */
    Client term() {
        process.destroy();
        return this;
    }

    /** Lets it run for a time; returns whether it runs still. */
    boolean runs(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the end. */
    int exitCode() {
        try {
            if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it did not end within " + LONG + ":\n" + log());
            }
            reader.join(5000);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What it printed so far. */
    synchronized String log() {
        return log.toString();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            return; // it was killed
        }
    }

    private synchronized void add(String line) throws IOException {
        if (!line.startsWith("\u001e")) {
            log.append(line).append('\n');
            return;
        }
        JsonNode event = JSON.readTree(line.substring(1));
        if (event.path("type").asText().equals("phase")) {
            phases.add(event.path("phase").asText() + " " + event.path("state").asText());
        }
    }

    @Override
    public void close() {
        killAll();
    }
}
