package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.publish.PublishMode;
import io.jenkins.plugins.composerelease.engine.publish.PublishRequest;
import io.jenkins.plugins.composerelease.engine.publish.Publisher;
import io.jenkins.plugins.composerelease.testing.FaultyProxy;
import io.jenkins.plugins.composerelease.testing.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Publishes and pushes what is in the registry already, in turns. */
final class UnchangedRounds implements AutoCloseable {
    private static final Path JAR = Path.of("target", "compose-release-cli.jar").toAbsolutePath();
    private static final int PARALLEL = 2;
    private static final int LAYERS = 7; // and one of the base image
    private static final int WARM = 40; // until the JVM has compiled what it runs

    private final PublishStack stack;
    private final String tag;
    private final Map<String, Samples> samples = new LinkedHashMap<>();

    UnchangedRounds(int images, Path directory) throws IOException {
        stack = new PublishStack(images, PublishStack.BED.baseImage(), LAYERS, directory);
        stack.write(directory.toString().getBytes(StandardCharsets.UTF_8));
        stack.workspace().write("release.yaml", configuration());
        tag = stack.workspace().commit("one");
        publish(PublishStack.BED.registry(), false);
    }

    private String configuration() {
        StringBuilder yaml = new StringBuilder("application: bench\nregistry: {url: \"" + PublishStack.BED.registry()
                + "\", insecure: true, username: \"" + PublishStack.BED.registryUser()
                + "\", password: \"env:REGISTRY_PASSWORD\"}\ntags: [sha, branch]\nimages:\n");
        for (int i = 1; i <= stack.names().size(); i++) {
            yaml.append("  - {name: " + stack.names().get(i - 1) + ", context: image" + i + "}\n");
        }
        return yaml.toString();
    }

    Map<String, Samples> samples() {
        return samples;
    }

    void run(int rounds) throws IOException {
        String registry = PublishStack.BED.registry();
        PublishRequest request = stack.request(registry, PublishMode.NORMAL, PARALLEL);
        Map<String, Runnable> turns = new LinkedHashMap<>();
        turns.put(
                "engine", () -> require(PublishStack.publisher(registry).publish(request, PublishStack.limit()), true));
        turns.put("program", this::program);
        turns.put("push", () -> push(registry));
        turns.values().forEach(Runnable::run); // once before anything is measured
        for (int round = 0; round < WARM; round++) {
            turns.get("engine").run();
        }
        List<String> order = new ArrayList<>(turns.keySet());
        for (int round = 0; round < rounds; round++) {
            for (String who : order) {
                long begin = System.nanoTime();
                turns.get(who).run();
                add(who, (System.nanoTime() - begin) / 1e6);
            }
            Collections.rotate(order, 1);
        }
        count("engine", proxy -> publish(proxy.host(), true));
        count("push", this::pushThrough);
    }

    private void program() {
        Command command = Command.of(
                        "publish",
                        "java",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        JAR.toString(),
                        "publish")
                .withDirectory(stack.directory().toString())
                .withEnvironment(Map.of("BRANCH_NAME", "main"))
                .withSecrets(Map.of("REGISTRY_PASSWORD", PublishStack.BED.registryPassword()));
        new LocalRunner(PublishStack.BED.agentEnvironment()).require(command, PublishStack.limit());
    }

    private void push(String host) {
        stack.names().forEach(name -> PublishStack.docker("push", named(host, name)));
    }

    /** An image as publishing leaves it in the engine. */
    private String named(String host, String name) {
        return host + "/" + name + ":" + tag;
    }

    /** The second time: the engine has learnt what the registry has under this address. */
    private void pushThrough(FaultyProxy proxy) throws IOException {
        String host = proxy.host();
        Command login = Command.of(
                "log in", "docker", "login", "-u", PublishStack.BED.registryUser(), "--password-stdin", host);
        PublishStack.BED.agent().require(login.withStdin(PublishStack.BED.registryPassword()), PublishStack.limit());
        for (String name : stack.names()) {
            PublishStack.docker("tag", named(PublishStack.BED.registry(), name), named(host, name));
        }
        push(host);
        proxy.reset();
        push(host);
    }

    private void count(String who, Through work) throws IOException {
        try (FaultyProxy proxy = new FaultyProxy(PublishStack.BED.registry())) {
            work.through(proxy);
            add(who + " requests", proxy.requests().size());
            add(who + " bytes up", proxy.blobBytesUp());
            add(who + " bytes down", proxy.blobBytesDown());
        }
    }

    private void publish(String host, boolean reused) {
        Publisher publisher = PublishStack.publisher(host);
        PublishRequest request = stack.request(host, PublishMode.NORMAL, PARALLEL);
        require(publisher.publish(request, PublishStack.limit()), reused);
    }

    private static void require(List<PublishedImage> images, boolean reused) {
        if (images.stream().anyMatch(image -> image.reused() != reused)) {
            throw new AssertionError("expected " + (reused ? "all" : "none") + " to be there already: " + images);
        }
    }

    private void add(String what, double value) {
        samples.computeIfAbsent(what, key -> new Samples()).add(value);
    }

    @Override
    public void close() {
        stack.close();
    }

    private interface Through {
        void through(FaultyProxy proxy) throws IOException;
    }
}
