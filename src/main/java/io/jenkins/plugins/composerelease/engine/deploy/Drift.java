package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** How what runs on a target differs from what was released there. Pure. */
final class Drift {
    private Drift() {}

    /** A line for each service that somebody changed outside of a release; none where nothing was released yet. */
    static List<String> of(Optional<ReleaseRecord> serving, RunningStack running) {
        List<String> lines = new ArrayList<>();
        serving.ifPresent(record -> {
            new TreeMap<>(record.images()).forEach((service, image) -> service(service, image, running)
                    .ifPresent(lines::add));
            running.containers().stream()
                    .filter(container -> container.running() && !record.images().containsKey(container.service()))
                    .map(container -> "Service '" + container.service() + "' runs " + container.image()
                            + ", and was not released.")
                    .distinct()
                    .sorted()
                    .forEach(lines::add);
        });
        return List.copyOf(lines);
    }

    private static Optional<String> service(String service, ImageReference released, RunningStack running) {
        List<RunningStack.Container> containers = running.of(service);
        if (containers.isEmpty()) {
            return Optional.of("Service '" + service + "' has no container, released was " + released + ".");
        }
        return containers.stream()
                .map(RunningStack.Container::image)
                .filter(image -> !image.equals(released))
                .findFirst()
                .map(other -> "Service '" + service + "' runs " + other + ", released was " + released + ".");
    }
}
