package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.util.Map;

/** Checks references and fetches nothing: the secrets hold no value, and a file of variables has none. */
final class Unfetched implements SecretSource {
    @Override
    public Secret resolve(String reference) {
        SecretReference.parse(reference);
        return Secret.of("not fetched");
    }

    @Override
    public Map<String, Secret> variables(String reference) {
        SecretReference.parse(reference);
        return Map.of();
    }
}
