package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.command.Docker;
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
import java.util.TreeSet;

/**
 * What a project's containers on a host are, as inspected.
 *
 * @param services image of each service that has a container, as its container was created with
 * @param running services with at least one running container
 * @param mounts sources of all that its containers mount, running or not
 * @param oneOff whether a one-off container ({@code compose run}) of the project is running
 */
record RunningStack(Map<String, ImageReference> services, List<String> running, Set<String> mounts, boolean oneOff) {
    /** Repository that stands for an image without a name. */
    static final String UNNAMED = "unnamed";

    static final RunningStack NOTHING = new RunningStack(Map.of(), List.of(), Set.of(), false);

    static RunningStack inspect(CommandRunner host, String project) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(30));
        List<String> ids = host.require(Docker.containers(project), deadline)
                .output()
                .lines()
                .toList();
        Map<String, ImageReference> services = new TreeMap<>();
        List<String> running = new ArrayList<>();
        Set<String> mounts = new TreeSet<>();
        if (!ids.isEmpty()) {
            JsonNode containers = Json.tree(
                    host.require(Docker.inspect(ids), deadline).output(), "the output of 'docker container inspect'");
            for (JsonNode container : containers) {
                String service = container
                        .path("Config")
                        .path("Labels")
                        .path("com.docker.compose.service")
                        .asText();
                services.put(
                        service,
                        reference(container.path("Config").path("Image").asText()));
                if (container.path("State").path("Running").asBoolean() && !running.contains(service)) {
                    running.add(service);
                }
                container
                        .path("Mounts")
                        .forEach(mount -> mounts.add(mount.path("Source").asText()));
            }
        }
        boolean oneOff = !host.require(Docker.oneOffContainers(project), deadline)
                .output()
                .isBlank();
        return new RunningStack(Map.copyOf(services), List.copyOf(running), Set.copyOf(mounts), oneOff);
    }

    Optional<ImageReference> image(String service) {
        return Optional.ofNullable(services.get(service));
    }

    /** A container made from an image id has no name to compare, so the id stands for it. */
    private static ImageReference reference(String image) {
        return image.startsWith("sha256:")
                ? new ImageReference("", UNNAMED, Optional.empty(), Optional.of(image))
                : ImageReference.parse(image);
    }
}
