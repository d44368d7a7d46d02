package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Rollout;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Hook;
import io.jenkins.plugins.composerelease.engine.model.Rollout.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads how a target's services are brought from one release to the next. */
final class RolloutSections {
    static final String[] KEYS = {"strategy", "drain", "sharedVolumes", "hooks", "prune"};

    private RolloutSections() {}

    /**
     * @param target the target's whole section
     */
    static Rollout read(Section target) {
        String strategy = target.word("strategy", List.of("recreate", "rolling"), "recreate");
        Map<String, Hook> hooks = new LinkedHashMap<>();
        target.find("hooks").ifPresent(node -> node.entries()
                .forEach((service, hook) ->
                        hooks.put(hook.check(() -> Names.name("service", service)), hook(service, hook))));
        boolean pruneImages = target.find("prune")
                .map(node -> Section.of(node, "images").bool("images", true))
                .orElse(true);
        return new Rollout(
                Strategy.valueOf(strategy.toUpperCase(Locale.ROOT)),
                target.duration("drain", Rollout.DEFAULT.drain()),
                target.texts("sharedVolumes", text -> Names.argument("volume", text)),
                hooks,
                pruneImages);
    }

    private static Hook hook(String service, Node node) {
        Section section = Section.of(node, "validate", "reload");
        Hook hook = new Hook(section.texts("validate", text -> text), section.texts("reload", text -> text));
        if (hook.validate().isEmpty() && hook.reload().isEmpty()) {
            throw node.error("the hooks of '" + service + "' are empty.", "Give 'validate', 'reload' or both.");
        }
        return hook;
    }
}
