package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The registries of a release: those with a login, all others without. Thread-safe. */
public final class Registries {
    private final Map<String, HttpRegistry> registries = new ConcurrentHashMap<>();
    private final Consumer<String> waits;

    /**
     * @param logins at most one for a registry: the first one counts
     */
    public Registries(List<RegistryLogin> logins) {
        this(logins, line -> {});
    }

    /**
     * @param logins at most one for a registry: the first one counts
     * @param waits gets a line before each pause: why, and how long; and one where tags are not listed
     */
    public Registries(List<RegistryLogin> logins, Consumer<String> waits) {
        this.waits = waits;
        logins.forEach(
                login -> registries.putIfAbsent(HttpRegistry.canonical(login.host()), new HttpRegistry(login, waits)));
    }

    /** The client of the registry that holds an image. */
    public HttpRegistry of(ImageReference reference) {
        return registries.computeIfAbsent(
                HttpRegistry.canonical(reference.registry()),
                host -> new HttpRegistry(new RegistryLogin(host, Optional.empty(), Optional.empty(), false), waits));
    }
}
