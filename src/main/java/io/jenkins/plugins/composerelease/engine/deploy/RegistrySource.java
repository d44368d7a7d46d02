package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;

/** Gives the client of the registry that holds an image, logged in where a login is configured. */
@FunctionalInterface
public interface RegistrySource {
    Registry of(ImageReference reference);
}
