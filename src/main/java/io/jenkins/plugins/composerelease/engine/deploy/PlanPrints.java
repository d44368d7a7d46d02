package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a plan shows of contents, so that a changed one is a changed plan. */
final class PlanPrints {
    private PlanPrints() {}

    /**
     * The hash that a target's plans are made with: its own key's. A target that no release has come to has none, and planning
     * writes nothing: until then it is made of the id of its Docker engine, which is random, the same for every plan, and known
     * to nobody but those who may use the engine.
     */
    static KeyedHash hash(TargetStore.State state, HostFacts facts) {
        String engine = facts.text("engineid");
        String unkeyed =
                engine.isEmpty() ? UUID.randomUUID().toString() : engine; // without an engine nothing is released
        return new KeyedHash(state.key().orElse("compose-release first plan " + unkeyed));
    }

    /** Keyed hash of each secret. A file and a variable may have the same name. */
    static Map<String, String> secrets(Target target, KeyedHash hash) {
        Map<String, String> prints = new TreeMap<>();
        for (SecretBinding secret : target.secrets()) {
            prints.put(
                    secret.kind().name().toLowerCase(Locale.ROOT) + " " + secret.name(),
                    hash.of(secret.value().bytes()));
        }
        target.firstRun().ifPresent(once -> once.stdin()
                .ifPresent(stdin -> prints.put("first run " + once.name(), hash.of(stdin.bytes()))));
        return prints;
    }

    /**
     * SHA-256 of each file; a keyed hash of it for env files, whose contents could be guessed from the plan otherwise.
     *
     * @param files SHA-256 of each file
     */
    static Map<String, String> files(Map<String, String> files, Target target, KeyedHash hash) {
        Map<String, String> prints = new TreeMap<>(files);
        target.envFiles().forEach(file -> prints.computeIfPresent(file, (name, sha256) -> hash.of(sha256)));
        return prints;
    }
}
