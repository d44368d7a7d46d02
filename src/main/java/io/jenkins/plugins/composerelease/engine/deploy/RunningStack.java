package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.Docker;
import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.CommandResult;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.CommandRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a project's containers on a host are, as inspected.
 *
 * @param containers all of its services, running or not
 * @param oneOff whether a one-off container ({@code compose run}) of the project is running
 */
record RunningStack(List<Container> containers, boolean oneOff) {
    /** Repository that stands for an image without a name. */
    static final String UNNAMED = "unnamed";

    static final RunningStack NOTHING = new RunningStack(List.of(), false);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * @param image as it was created with
     * @param checked whether it has a health check
     * @param labels all of them
     */
    record Container(
            String id,
            String service,
            ImageReference image,
            boolean running,
            boolean checked,
            Map<String, String> labels,
            List<Mount> mounts) {
        Container {
            labels = Map.copyOf(labels);
            mounts = List.copyOf(mounts);
        }
    }

    /**
     * @param source path on the host
     * @param volume name of a volume, 64 hexadecimal digits where nobody gave it one; empty for a directory or file
     */
    record Mount(String source, String volume, boolean writable) {}

    RunningStack {
        containers = List.copyOf(containers);
    }

    static RunningStack inspect(CommandRunner host, String project) {
        List<Container> containers =
                look(host, project).or(() -> look(host, project)).orElseThrow();
        boolean oneOff = !host.require(Docker.oneOffContainers(project), Deadline.in(ANSWER))
                .output()
                .isBlank();
        return new RunningStack(containers, oneOff);
    }

    /** Empty when a container went away between the list and the look at it: a list made after that has it no more. */
    private static Optional<List<Container>> look(CommandRunner host, String project) {
        List<String> ids = host.require(Docker.containers(project), Deadline.in(ANSWER))
                .output()
                .lines()
                .toList();
        if (ids.isEmpty()) {
            return Optional.of(List.of());
        }
        Command inspect = Docker.inspect(ids);
        CommandResult result = host.run(inspect, Deadline.in(ANSWER));
        boolean gone = result.errors().contains("No such container");
        if (!result.succeeded() && !gone) {
            result.orThrow(inspect, host.place());
        }
        List<Container> containers = new ArrayList<>();
        Json.tree(result.output(), "the output of 'docker container inspect'")
                .forEach(container -> containers.add(container(container)));
        return gone ? Optional.empty() : Optional.of(containers);
    }

    private static Container container(JsonNode inspected) {
        JsonNode config = inspected.path("Config");
        Map<String, String> labels = new TreeMap<>();
        config.path("Labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        List<Mount> mounts = new ArrayList<>();
        inspected
                .path("Mounts")
                .forEach(mount -> mounts.add(new Mount(
                        mount.path("Source").asText(),
                        mount.path("Name").asText(""),
                        mount.path("RW").asBoolean())));
        return new Container(
                inspected.path("Id").asText(),
                labels.getOrDefault("com.docker.compose.service", ""),
                reference(config.path("Image").asText()),
                inspected.path("State").path("Running").asBoolean(),
                inspected.path("State").hasNonNull("Health"),
                labels,
                mounts);
    }

    /** Containers of a service, running or not. */
    List<Container> of(String service) {
        return containers.stream()
                .filter(container -> container.service().equals(service))
                .toList();
    }

    /** Image of each service that has a container; where its containers differ, that of one of them. */
    Map<String, ImageReference> services() {
        Map<String, ImageReference> images = new TreeMap<>();
        containers.forEach(container -> images.put(container.service(), container.image()));
        return images;
    }

    /** Services with at least one running container. */
    List<String> running() {
        return containers.stream()
                .filter(Container::running)
                .map(Container::service)
                .distinct()
                .toList();
    }

    /** Sources of all that its containers mount, running or not. */
    Set<String> mounts() {
        return containers.stream()
                .flatMap(container -> container.mounts().stream())
                .map(Mount::source)
                .collect(Collectors.toSet());
    }

    Optional<ImageReference> image(String service) {
        return Optional.ofNullable(services().get(service));
    }

    /** A container made from an image id has no name to compare, so the id stands for it. */
    private static ImageReference reference(String image) {
        return image.startsWith("sha256:")
                ? new ImageReference("", UNNAMED, Optional.empty(), Optional.of(image))
                : ImageReference.parse(image);
    }
}
