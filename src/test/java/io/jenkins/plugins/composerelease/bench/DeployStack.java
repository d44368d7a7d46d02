package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.adapter.process.LocalRunner;
import io.jenkins.plugins.composerelease.engine.deploy.DeployImages;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A stack on host {@code web1} of some services, each with an image of its own in two versions, {@code a} and {@code b}. */
final class DeployStack implements AutoCloseable {
    static final List<String> VERSIONS = List.of("a", "b");
    private static final TestBed BED = TestBed.get();
    private static final String DOCKERFILE = """
            FROM %s
            ENV SERVICE=%s VERSION=%s
            HEALTHCHECK --interval=1s --retries=20 CMD ["busybox", "true"]
            STOPSIGNAL SIGKILL
            CMD ["sleep", "1000000"]
            """;

    final TestBed.HostData host = BED.host("web1");
    final Path directory;
    final String project = TestBed.unique("bench");
    private final List<String> services = new ArrayList<>();
    private final Map<String, List<PublishedImage>> images;

    DeployStack(int services, Path directory) throws IOException {
        this.directory = directory;
        for (int i = 1; i <= services; i++) {
            this.services.add("s" + i);
        }
        images = VERSIONS.stream().collect(Collectors.toMap(version -> version, this::build));
        Files.writeString(directory.resolve("compose.yaml"), compose());
        Files.writeString(directory.resolve("release.yaml"), release());
        for (String version : VERSIONS) {
            ReleaseImages.of("bench", version.repeat(40), Optional.empty(), images.get(version))
                    .write(directory.resolve(version + ".json"));
            Files.writeString(directory.resolve(version + ".env"), environment(version));
        }
    }

    private List<PublishedImage> build(String version) {
        return services.stream().map(service -> image(service, version)).toList();
    }

    private PublishedImage image(String service, String version) {
        PublishedImage built = DeployImages.build(
                "bench-" + service + ":" + version, DOCKERFILE.formatted(BED.baseImage(), service, version));
        return new PublishedImage(
                service,
                built.reference(),
                List.of(),
                Optional.empty(),
                1000,
                List.of(),
                false,
                List.of(service),
                Optional.of(variable(service)));
    }

    private static String variable(String service) {
        return "IMAGE_" + service;
    }

    private String compose() {
        return services.stream()
                .map(service -> "  " + service + ": {image: \"${" + variable(service) + "}\"}\n")
                .collect(Collectors.joining("", "services:\n", ""));
    }

    private String environment(String version) {
        return images.get(version).stream()
                .map(image -> variable(image.name()) + "=" + image.reference() + "\n")
                .collect(Collectors.joining());
    }

    private String release() {
        return """
                application: bench
                registry: {url: "%s", insecure: true, username: "%s", password: "file:%s"}
                targets:
                  production:
                    host: %s
                    port: %d
                    user: %s
                    hostKey: %s
                    identity: "file:%s"
                    directory: %s/%s
                    project: %s
                    files: [compose.yaml]
                    stability: 0s
                """.formatted(
                        BED.registry(),
                        BED.registryUser(),
                        BED.setting("TESTBED_REGISTRY_PASSWORD_FILE"),
                        host.address(),
                        host.port(),
                        host.user(),
                        host.publicKey(),
                        host.keyFile(),
                        host.directory(),
                        project,
                        project);
    }

    /** The host does not have a version. */
    void evict(String version) {
        List<String> argv = new ArrayList<>(List.of("docker", "image", "rm", "-f"));
        images.get(version).forEach(image -> argv.add(image.reference().toString()));
        engine().run(Command.of("remove images", argv), limit());
    }

    void requireRunning(String version) {
        String running = engine().require(
                        Command.of(
                                "look",
                                "docker",
                                "ps",
                                "--filter",
                                "label=com.docker.compose.project=" + project,
                                "--filter",
                                "health=healthy",
                                "--format",
                                "{{.Image}}"),
                        limit())
                .output();
        List<String> expected = images.get(version).stream()
                .map(image -> image.reference().toString())
                .sorted()
                .toList();
        if (!running.lines().sorted().toList().equals(expected)) {
            throw new AssertionError("version " + version + " is not what runs healthy: " + running);
        }
    }

    static Deadline limit() {
        return Deadline.in(Duration.ofMinutes(10));
    }

    private LocalRunner engine() {
        return new LocalRunner(Map.of("DOCKER_HOST", host.dockerHost()));
    }

    @Override
    public void close() {
        String filter = "label=com.docker.compose.project=" + project;
        engine().require(
                        Command.of(
                                "remove the stack",
                                "sh",
                                "-c",
                                "docker ps -aq --filter \"$1\" | xargs -r docker rm -f;"
                                        + " docker network ls -q --filter \"$1\" | xargs -r docker network rm",
                                "sh",
                                filter),
                        limit());
        VERSIONS.forEach(this::evict);
    }
}
