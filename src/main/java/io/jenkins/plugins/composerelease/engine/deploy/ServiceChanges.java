package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Works out what a release does to each service. Pure. */
final class ServiceChanges {
    private final StackConfig config;
    private final Target target;
    private final Map<String, ImageReference> images;
    private final Prints prints;
    private final Optional<ReleaseRecord> serving;
    private final RunningStack running;

    /**
     * What the release's services are made of.
     *
     * @param whole see {@link Fingerprints#of}; empty when the target has no key yet
     * @param containers see {@link Fingerprints#ofContainers}
     */
    record Prints(Map<String, String> whole, Map<String, String> containers) {
        static final Prints NONE = new Prints(Map.of(), Map.of());

        static Prints of(
                StackConfig config,
                Map<String, ImageReference> images,
                Map<String, String> files,
                Target target,
                KeyedHash hash) {
            return new Prints(
                    Fingerprints.of(config, images, files, target, hash),
                    Fingerprints.ofContainers(config, images, files, target, hash));
        }
    }

    /**
     * @param config the release's resolved compose files
     * @param images pinned image of every service after the release
     */
    ServiceChanges(
            StackConfig config,
            Target target,
            Map<String, ImageReference> images,
            Prints prints,
            Optional<ReleaseRecord> serving,
            RunningStack running) {
        this.config = config;
        this.target = target;
        this.images = images;
        this.prints = prints;
        this.serving = serving;
        this.running = running;
    }

    List<ServiceChange> list() {
        List<ServiceChange> changes = new ArrayList<>();
        new TreeMap<>(images).forEach((service, image) -> changes.add(change(service, image)));
        running.services().forEach((service, image) -> {
            if (!images.containsKey(service) && target.services().isEmpty()) {
                changes.add(new ServiceChange(
                        service, Optional.of(image), image, Action.REMOVE, "not in the compose files any more"));
            }
        });
        return withFollowers(changes, config, target, running);
    }

    private ServiceChange change(String service, ImageReference to) {
        Optional<ImageReference> from = running.image(service);
        if (!target.services().isEmpty() && !target.services().contains(service)) {
            return new ServiceChange(service, from, from.orElse(to), Action.KEEP, "not among the services to switch");
        }
        if (from.isEmpty()) {
            return new ServiceChange(service, from, to, Action.CREATE, "no container yet");
        }
        if (running.of(service).stream().anyMatch(own -> !own.image().equals(to))) {
            return recreate(service, from, to, "new image");
        }
        if (!sameContainers(service)) {
            return recreate(service, from, to, "configuration, mounted file or secret changed");
        }
        return sameFiles(service)
                ? new ServiceChange(service, from, to, Action.KEEP, "unchanged")
                : new ServiceChange(service, from, to, Action.RELOAD, "mounted file changed");
    }

    private ServiceChange recreate(String service, Optional<ImageReference> from, ImageReference to, String reason) {
        return recreate(service, from, to, reason, config, target, running);
    }

    private static ServiceChange recreate(
            String service,
            Optional<ImageReference> from,
            ImageReference to,
            String reason,
            StackConfig config,
            Target target,
            RunningStack running) {
        Start start = config.services().containsKey(service)
                ? RollingRules.of(service, config.services().get(service), running, target)
                : Start.NONE;
        return new ServiceChange(service, from, to, Action.RECREATE, reason + inWords(start), start);
    }

    private static String inWords(Start start) {
        String gap = start.gap()
                .map(time -> ", up to " + Text.elapsed(time) + " away")
                .orElse("");
        String why = start.why().isEmpty() ? "" : ": " + start.why();
        return switch (start.order()) {
            case NONE -> "";
            case START_FIRST -> "; start first";
            case STOP_FIRST -> "; stop first" + gap + why;
        };
    }

    /** Containers say themselves what they were made for; those of an older version of this tool are known by the record. */
    private boolean sameContainers(String service) {
        Set<String> made = running.of(service).stream()
                .map(own -> own.labels().getOrDefault(ReleaseOverride.CONFIG_LABEL, ""))
                .collect(Collectors.toSet());
        return made.equals(Set.of(""))
                ? recorded(service).isPresent() && sameFiles(service)
                : made.equals(Set.of(prints.containers().getOrDefault(service, "unknown")));
    }

    private boolean sameFiles(String service) {
        return recorded(service).equals(Optional.ofNullable(prints.whole().get(service)));
    }

    private Optional<String> recorded(String service) {
        return serving.map(record -> record.configs().get(service));
    }

    /** The same changes, where what follows a service that is made anew is made anew too; it may be followed itself. */
    static List<ServiceChange> withFollowers(
            List<ServiceChange> changes, StackConfig config, Target target, RunningStack running) {
        Followers followers = new Followers(config, target.rollout());
        List<ServiceChange> all = new ArrayList<>(changes);
        for (boolean found = true; found; ) {
            found = false;
            List<String> recreated = all.stream()
                    .filter(change -> change.action() == Action.RECREATE)
                    .map(ServiceChange::service)
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                ServiceChange change = all.get(i);
                Optional<String> why =
                        mayFollow(change, target) ? followers.why(change.service(), recreated) : Optional.empty();
                if (why.isPresent()) {
                    all.set(
                            i,
                            recreate(change.service(), change.from(), change.to(), why.get(), config, target, running));
                    found = true;
                }
            }
        }
        return all;
    }

    private static boolean mayFollow(ServiceChange change, Target target) {
        boolean stays = change.action() == Action.KEEP || change.action() == Action.RELOAD;
        return stays && (target.services().isEmpty() || target.services().contains(change.service()));
    }
}
