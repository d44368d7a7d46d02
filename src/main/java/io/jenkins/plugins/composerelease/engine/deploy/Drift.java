package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How what runs on a target differs from what was released there. Pure. */
final class Drift {
    private Drift() {}

    /**
     * A line for each service that somebody changed outside of a release; none where nothing was released yet.
     *
     * @param limitedTo services that releases switch; empty means all
     */
    static List<String> of(List<String> limitedTo, Optional<ReleaseRecord> serving, RunningStack running) {
        List<String> lines = new ArrayList<>();
        serving.ifPresent(record -> record.images().forEach((service, image) -> {
            if (running.image(service).isEmpty()) {
                lines.add("Service '" + service + "' has no container, released was " + image + ".");
            } else if (!running.image(service).get().equals(image)) {
                lines.add("Service '" + service + "' runs "
                        + running.image(service).get() + ", released was " + image + ".");
            }
        }));
        return lines.stream().sorted().toList();
    }
}
