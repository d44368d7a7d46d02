package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells two publishers at the same time that a tag stands for nothing, before either can set it. */
final class RegistryForTwo implements Registry {
    private final Registry registry;
    private final ImageReference watched;
    private final CyclicBarrier both = new CyclicBarrier(2);

    RegistryForTwo(Registry registry, ImageReference watched) {
        this.registry = registry;
        this.watched = watched;
    }

    @Override
    public boolean tagIfAbsent(ImageReference existing, String tag, Deadline deadline) {
        boolean absent = registry.digest(existing.withTag(tag), deadline).isEmpty();
        if (existing.withTag(tag).equals(watched)) {
            await(both);
        }
        if (absent) {
            registry.tag(existing, tag, deadline);
        }
        return absent;
    }

    @Override
    public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
        return registry.manifest(reference, deadline);
    }

    @Override
    public void tag(ImageReference existing, String tag, Deadline deadline) {
        registry.tag(existing, tag, deadline);
    }

    @Override
    public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
        return registry.index(identity, platformImages, deadline);
    }

    /** Waits for the other at most a minute. */
    static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other publisher did not come", e);
        }
    }
}
