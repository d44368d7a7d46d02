package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.spi.Registry;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tags of one image stand for at the registry, asked all at once: each question costs a round trip, and most
 * publishes find that nothing changed. Only as true as it is new.
 *
 * @param identity the image under the commit's tag
 * @param digests by tag; a tag that was asked for and stands for nothing is not in it
 */
record TagLook(Optional<Manifest> identity, Map<String, String> digests) {
    private static final int AT_ONCE = 4;

    TagLook {
        digests = Map.copyOf(digests);
    }

    /**
     * @param moving whether tags that move are asked for, too
     */
    static TagLook at(Registry registry, ImageJob job, boolean moving, Deadline deadline) {
        List<Tag> tags =
                job.tags().stream().filter(tag -> moving || !tag.moving()).toList();
        List<Seen> seen = Parallel.map(tags, AT_ONCE, tag -> {
            ImageReference name = job.identity().withTag(tag.name());
            return name.equals(job.identity())
                    ? Seen.of(registry.wholeManifest(name, deadline))
                    : new Seen(registry.digest(name, deadline), Optional.empty());
        });
        Map<String, String> digests = new HashMap<>();
        for (int i = 0; i < tags.size(); i++) {
            String name = tags.get(i).name();
            seen.get(i).digest().ifPresent(digest -> digests.put(name, digest));
        }
        return new TagLook(seen.get(0).manifest(), digests); // the commit's tag is the first, and never moves
    }

    Optional<String> digest(Tag tag) {
        return Optional.ofNullable(digests.get(tag.name()));
    }

    private record Seen(Optional<String> digest, Optional<Manifest> manifest) {
        static Seen of(Optional<Manifest> manifest) {
            return new Seen(manifest.map(Manifest::digest), manifest);
        }
    }
}
