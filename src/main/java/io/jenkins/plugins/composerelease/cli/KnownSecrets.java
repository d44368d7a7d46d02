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
        if (secrets.contains(secret)) {
            return;
        }
        Masker.requireMaskable("number " + (secrets.size() + 1), secret);
        secrets.add(secret);
        masker = null;
    }

    /** Made when it is asked for: a file of many secrets would make as many otherwise. */
    Masker masker() {
        Masker made = masker;
        return made == null ? make() : made;
    }

    private synchronized Masker make() {
        if (masker == null) {
            masker = Masker.of(secrets);
        }
        return masker;
    }
}
