package io.jenkins.plugins.composerelease.adapter.ssh;

import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SshAddress;
import io.jenkins.plugins.composerelease.testing.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/** Addresses of the test bed's hosts. */
public final class SshTargets {
    private SshTargets() {}

    public static SshAddress address(TestBed.HostData data) {
        return address(data, Optional.of(data.publicKey()), key(data));
    }

    public static SshAddress address(TestBed.HostData data, Optional<String> hostKey, Secret key) {
        return new SshAddress(
                data.address(),
                data.port(),
                data.user(),
                hostKey,
                Optional.of(key),
                Optional.empty(),
                Optional.empty());
    }

    public static Secret key(TestBed.HostData data) {
        try {
            return Secret.of(Files.readAllBytes(data.keyFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
