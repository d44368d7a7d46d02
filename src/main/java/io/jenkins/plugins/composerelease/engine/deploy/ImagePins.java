package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.spi.Registry.Manifest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pins the image of every service to the digest that the registry holds now. */
final class ImagePins {
    private final RegistrySource registries;
    private final List<PublishedImage> published;
    final Map<String, ImageReference> images = new TreeMap<>();
    final Map<String, Manifest> manifests = new HashMap<>();
    final List<String> problems = new ArrayList<>();

    ImagePins(RegistrySource registries, List<PublishedImage> published) {
        this.registries = registries;
        this.published = published;
    }

    void pin(StackConfig config) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2));
        Map<ImageReference, Optional<Manifest>> asked = new HashMap<>();
        config.services().forEach((name, service) -> {
            Optional<ImageReference> wanted = ours(name).or(service::image);
            if (wanted.isEmpty()) {
                problems.add("service '" + name + "' has no image: publish one for it or name one");
                return;
            }
            try {
                Optional<Manifest> manifest = asked.computeIfAbsent(
                        wanted.get(), reference -> registries.of(reference).manifest(reference, deadline));
                if (manifest.isEmpty()) {
                    problems.add("the registry has no " + wanted.get() + " (service '" + name + "')");
                    return;
                }
                images.put(name, wanted.get().pinned(manifest.get().digest()));
                manifests.put(name, manifest.get());
            } catch (ReleaseException e) {
                problems.add(e.getMessage());
            }
        });
    }

    /** Whoever moves the tag of a commit after it was published has put another image there: which one was meant? */
    void requireTagsStay() {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2));
        for (PublishedImage image : published) {
            Optional<String> tag = image.tags().stream()
                    .filter(name -> image.revision().filter(name::endsWith).isPresent())
                    .findFirst();
            try {
                tag.flatMap(name -> registries
                                .of(image.reference())
                                .digest(image.reference().withTag(name), deadline))
                        .filter(now -> !image.reference().digest().equals(Optional.of(now)))
                        .ifPresent(now -> problems.add("tag '" + tag.orElseThrow() + "' of '"
                                + image.reference().name() + "' stands for " + now + " now, and for "
                                + image.reference().digest().orElseThrow() + " when it was published"));
            } catch (ReleaseException e) {
                problems.add(e.getMessage());
            }
        }
    }

    private Optional<ImageReference> ours(String service) {
        return published.stream()
                .filter(image -> image.services().contains(service))
                .map(PublishedImage::reference)
                .findFirst();
    }
}
