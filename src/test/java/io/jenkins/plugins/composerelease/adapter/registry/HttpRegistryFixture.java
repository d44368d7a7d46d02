package io.jenkins.plugins.composerelease.adapter.registry;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;

/** A registry of this test, and clients of it. */
public abstract class HttpRegistryFixture {
    static final String PASSWORD = "pa:ss wörd";
    static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("ci:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    final List<String> waits = new CopyOnWriteArrayList<>();
    LocalRegistry server;

    @Before
    public void start() throws IOException {
        server = new LocalRegistry();
    }

    @After
    public void stop() {
        server.close();
    }

    Optional<Manifest> manifest(HttpRegistry registry, String name) {
        return registry.manifest(reference(name), soon());
    }

    ImageReference reference(String name) {
        return ImageReference.parse(server.host() + "/" + name);
    }

    HttpRegistry anonymous() {
        return new HttpRegistry(
                new RegistryLogin(server.host(), Optional.empty(), Optional.empty(), false),
                waits::add,
                Duration.ofMillis(1));
    }

    HttpRegistry login(String password) {
        return new HttpRegistry(ci(password), waits::add, Duration.ofMillis(1));
    }

    RegistryLogin ci(String password) {
        return new RegistryLogin(server.host(), Optional.of("ci"), Optional.of(Secret.of(password)), false);
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(15));
    }
}
