package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Works out what a release does to each service. Pure. */
final class ServiceChanges {
    private final List<String> limitedTo;
    private final Map<String, ImageReference> images;
    private final Map<String, String> fingerprints;
    private final Optional<ReleaseRecord> serving;
    private final RunningStack running;

    /**
     * @param limitedTo services the release may switch; empty means all
     * @param images pinned image of every service after the release
     * @param fingerprints see {@link Fingerprints}; empty when the target has no key yet
     */
    ServiceChanges(
            List<String> limitedTo,
            Map<String, ImageReference> images,
            Map<String, String> fingerprints,
            Optional<ReleaseRecord> serving,
            RunningStack running) {
        this.limitedTo = limitedTo;
        this.images = images;
        this.fingerprints = fingerprints;
        this.serving = serving;
        this.running = running;
    }

    List<ServiceChange> list() {
        List<ServiceChange> changes = new ArrayList<>();
        new TreeMap<>(images).forEach((service, image) -> changes.add(change(service, image)));
        new TreeMap<>(running.services()).forEach((service, image) -> {
            if (!images.containsKey(service) && limitedTo.isEmpty()) {
                changes.add(new ServiceChange(
                        service, Optional.of(image), image, Action.REMOVE, "not in the compose files any more"));
            }
        });
        return changes;
    }

    private ServiceChange change(String service, ImageReference to) {
        Optional<ImageReference> from = running.image(service);
        if (!limitedTo.isEmpty() && !limitedTo.contains(service)) {
            return new ServiceChange(service, from, from.orElse(to), Action.KEEP, "not among the services to switch");
        }
        if (from.isEmpty()) {
            return new ServiceChange(service, from, to, Action.CREATE, "no container yet");
        }
        if (!from.get().equals(to)) {
            return new ServiceChange(service, from, to, Action.RECREATE, "new image; stop first");
        }
        String recorded = serving.map(record -> record.configs().get(service)).orElse(null);
        if (recorded == null || !recorded.equals(fingerprints.get(service))) {
            return new ServiceChange(
                    service, from, to, Action.RECREATE, "configuration, mounted file or secret changed; stop first");
        }
        return new ServiceChange(service, from, to, Action.KEEP, "unchanged");
    }
}
