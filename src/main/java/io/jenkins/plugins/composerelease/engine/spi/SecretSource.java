package io.jenkins.plugins.composerelease.engine.spi;

import io.jenkins.plugins.composerelease.engine.model.Secret;

/** Turns the reference to a secret ({@code env:NAME}, {@code file:PATH}, {@code command:...}) into its bytes. */
public interface SecretSource {

    /**
     * @throws io.jenkins.plugins.composerelease.engine.model.InvalidInputException if there is none, naming the
     *     reference and never a value
     */
    Secret resolve(String reference);
}
