package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a plan shows of contents, so that a changed one is a changed plan. */
final class PlanPrints {
    private PlanPrints() {}

    /**
     * Keyed hash of each secret, {@code new} on a target that has no key yet. A file and a variable may have the same name.
     */
    static Map<String, String> secrets(Target target, TargetStore.State state) {
        Map<String, String> prints = new TreeMap<>();
        for (SecretBinding secret : target.secrets()) {
            prints.put(
                    secret.kind().name().toLowerCase(Locale.ROOT) + " " + secret.name(),
                    state.key()
                            .map(key -> new KeyedHash(key).of(secret.value().bytes()))
                            .orElse("new"));
        }
        return prints;
    }

    /**
     * SHA-256 of each file; a keyed hash of it for env files, whose contents could be guessed from the plan otherwise. The
     * first plan of a target has no key yet.
     *
     * @param files SHA-256 of each file
     */
    static Map<String, String> files(Map<String, String> files, Target target, TargetStore.State state) {
        Map<String, String> prints = new TreeMap<>(files);
        state.key().map(KeyedHash::new).ifPresent(hash -> target.envFiles()
                .forEach(file -> prints.computeIfPresent(file, (name, sha256) -> hash.of(sha256))));
        return prints;
    }
}
