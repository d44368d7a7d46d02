package io.jenkins.plugins.composerelease.engine.model;

import java.util.Optional;

/**
 * A registry and how to log in to it.
 *
 * @param host host and optional port
 * @param username user; empty for anonymous access
 * @param password password or token; empty for anonymous access
 * @param insecure plain HTTP, as the Docker engine's {@code insecure-registries}
 */
public record RegistryLogin(String host, Optional<String> username, Optional<Secret> password, boolean insecure) {
    public RegistryLogin {
        if (!ImageReference.parse(host + "/x").registry().equals(host)) {
            throw new InvalidInputException(
                    "Registry '" + Text.printable(host)
                            + "' has neither a dot nor a port: Docker takes such a name for a" + " part of Docker Hub.",
                    "Add its port, for example '" + Text.printable(host) + ":443', or give its full name.");
        }
        if (username.isPresent() != password.isPresent()) {
            throw new InvalidInputException(
                    "Registry '" + host + "' has " + (username.isPresent() ? "a username" : "a password") + " only.",
                    "Give both or none.");
        }
        username.ifPresent(name -> Names.argument("registry username", name));
    }

    /** The same registry with nobody logged in. */
    public RegistryLogin anonymous() {
        return new RegistryLogin(host, Optional.empty(), Optional.empty(), insecure);
    }
}
