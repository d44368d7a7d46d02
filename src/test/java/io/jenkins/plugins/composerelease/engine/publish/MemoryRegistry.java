package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A registry with one repository. */
class MemoryRegistry implements Registry {
    /** What the tags stand for. */
    final Map<String, Manifest> there = new ConcurrentHashMap<>();

    /** Puts an image there under a tag. */
    final void put(String tag, String digest, Map<String, String> labels) {
        there.put(tag, new Manifest(digest, "application/x", 1, List.of("linux/amd64"), labels));
    }

    final String digest(String tag) {
        return there.get(tag).digest();
    }

    @Override
    public Optional<Manifest> manifest(ImageReference reference, Deadline deadline) {
        return reference.tag().map(there::get);
    }

    @Override
    public void tag(ImageReference existing, String tag, Deadline deadline) {
        String digest = existing.digest().orElseThrow();
        there.put(
                tag,
                there.values().stream()
                        .filter(manifest -> manifest.digest().equals(digest))
                        .findFirst()
                        .orElseThrow());
    }

    @Override
    public String index(ImageReference identity, List<ImageReference> platformImages, Deadline deadline) {
        throw new AssertionError("there are no platforms to put an index over");
    }
}
