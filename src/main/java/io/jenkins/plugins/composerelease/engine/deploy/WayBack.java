package io.jenkins.plugins.composerelease.engine.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Plan.Action;
import io.jenkins.plugins.composerelease.engine.model.Plan.ServiceChange;
import io.jenkins.plugins.composerelease.engine.model.Plan.Start;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Works out what a return to an earlier release does to each service. Pure. */
final class WayBack {
    private final StackConfig config;
    private final Target target;

    /**
     * @param json the earlier release's files as Compose on the host reads them
     */
    WayBack(String json, Target target) {
        this.config = StackConfig.parse(json, target.directory());
        this.target = target;
    }

    /**
     * @param from the release that is left
     */
    List<ServiceChange> changes(ReleaseRecord to, Optional<ReleaseRecord> from, RunningStack running) {
        List<ServiceChange> changes = new ArrayList<>();
        config.services().forEach((service, own) -> {
            ImageReference image =
                    Optional.ofNullable(to.images().get(service)).or(own::image).orElseThrow();
            changes.add(change(service, own, image, running, sameRecord(service, to, from)));
        });
        running.services().forEach((service, image) -> {
            if (!config.services().containsKey(service)) {
                changes.add(new ServiceChange(service, Optional.of(image), image, Action.REMOVE, "was not there"));
            }
        });
        return ServiceChanges.withFollowers(changes, config, target, running);
    }

    private ServiceChange change(
            String service, StackConfig.Service own, ImageReference to, RunningStack running, boolean sameRecord) {
        Optional<ImageReference> from = running.image(service);
        if (from.isEmpty()) {
            return new ServiceChange(service, from, to, Action.CREATE, "no container");
        }
        Map<String, String> wanted = labels(own);
        boolean stays = running.of(service).stream()
                .allMatch(container -> container.image().equals(to)
                        && ReleaseOverride.ours(container.labels()).equals(wanted)
                        && (wanted.containsKey(ReleaseOverride.CONFIG_LABEL) || sameRecord));
        if (!stays) {
            Start start = RollingRules.of(service, own, running, target);
            return new ServiceChange(service, from, to, Action.RECREATE, "of another release", start);
        }
        Rollout.Hook hook = target.rollout().hooks().get(service);
        return sameRecord || hook == null
                ? new ServiceChange(service, from, to, Action.KEEP, "unchanged")
                : new ServiceChange(service, from, to, Action.RELOAD, "mounted file changed");
    }

    private static boolean sameRecord(String service, ReleaseRecord to, Optional<ReleaseRecord> from) {
        return from.map(left -> left.configs().get(service))
                .equals(Optional.ofNullable(to.configs().get(service)));
    }

    private static Map<String, String> labels(StackConfig.Service own) {
        Map<String, String> labels = new TreeMap<>();
        JsonNode all = Json.tree(own.fingerprintInput(), "the configuration of a service")
                .path("labels");
        all.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return ReleaseOverride.ours(labels);
    }
}
