package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.cli.CliRun;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Updates one stack from one version to the other and back, each contestant in its turn. */
final class DeployRounds implements AutoCloseable {
    private static final Path JAR = Path.of("target", "compose-release-cli.jar").toAbsolutePath();
    private static final int WARM = 3;

    private final DeployStack stack;
    private final boolean kept;
    private final Map<String, Contestant> contestants = new LinkedHashMap<>();
    private final Map<String, Samples> samples = new LinkedHashMap<>();
    private String version = DeployStack.VERSIONS.get(0);

    /** @param kept whether the host has the images of both versions; else those of the new one come from the registry */
    DeployRounds(DeployStack stack, boolean kept) throws IOException {
        this.stack = stack;
        this.kept = kept;
        contestants.put("engine", this::engine);
        contestants.put("program", this::program);
        contestants.put("compose", compose(""));
        contestants.put("compose, shared", compose(RemoteDocker.SHARED));
    }

    Map<String, Samples> samples() {
        return samples;
    }

    void run(int rounds) throws IOException {
        for (int i = 0; i < WARM; i++) {
            update("engine");
        }
        contestants.keySet().stream().skip(1).forEach(this::update);
        samples.clear();
        List<String> order = new ArrayList<>(contestants.keySet());
        for (int round = 0; round < rounds; round++) {
            order.forEach(this::update);
            Collections.rotate(order, 1);
        }
    }

    private void update(String who) {
        version = DeployStack.VERSIONS.get(1 - DeployStack.VERSIONS.indexOf(version));
        if (!kept) {
            stack.evict(version);
        }
        String before = log();
        long begin = System.nanoTime();
        contestants.get(who).update(version);
        add(who, (System.nanoTime() - begin) / 1e6);
        String said = log().substring(before.length());
        add(who + " connections", count(said, "Accepted publickey"));
        add(who + " sessions", count(said, "Starting session: "));
        stack.requireRunning(version);
    }

    private void engine(String next) {
        CliRun run = CliRun.in(stack.directory).execute("deploy", "--yes", "--images", next + ".json");
        if (run.exitCode() != 0) {
            throw new AssertionError(run.err());
        }
    }

    private void program(String next) {
        Command command = Command.of(
                        "deploy",
                        "java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        JAR.toString(),
                        "deploy",
                        "--yes",
                        "--images",
                        next + ".json")
                .withDirectory(stack.directory.toString());
        new LocalRunner().require(command, DeployStack.limit());
    }

    /** What somebody without this tool runs. */
    private Contestant compose(String options) throws IOException {
        LocalRunner runner = RemoteDocker.over(stack.host, stack.directory, options);
        String script = "docker compose -p \"$1\" --env-file \"$2\" pull -q &&"
                + " docker compose -p \"$1\" --env-file \"$2\" up -d --wait";
        return next -> runner.require(
                Command.of("update", "sh", "-c", script, "sh", stack.project, next + ".env")
                        .withDirectory(stack.directory.toString()),
                DeployStack.limit());
    }

    private String log() {
        try {
            return Files.readString(stack.host.sshdLog(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long count(String text, String word) {
        return text.lines().filter(line -> line.contains(word)).count();
    }

    private void add(String what, double value) {
        samples.computeIfAbsent(what, key -> new Samples()).add(value);
    }

    @Override
    public void close() {
        stack.close();
    }

    private interface Contestant {
        void update(String version);
    }
}
