package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.LinkedHashSet;
import java.util.Set;

/** The secrets fetched so far and the masker that hides all of them. Thread-safe. */
final class KnownSecrets {
    private final Set<Secret> secrets = new LinkedHashSet<>();
    private volatile Masker masker = Masker.NONE;

    synchronized void add(Secret secret) {
        if (secrets.add(secret)) {
            masker = Masker.of(secrets);
        }
    }

    Masker masker() {
        return masker;
    }
}
