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

/** Pins the image of every service to the digest that the registry holds now, or to the one that another target verified. */
final class ImagePins {
    private final RegistrySource registries;
    private final List<PublishedImage> published;
    private final Optional<Verified> verified;
    final Map<String, ImageReference> images = new TreeMap<>();
    final Map<String, Manifest> manifests = new HashMap<>();
    final List<String> problems = new ArrayList<>();
    /** Services whose image no other target verified, although one has to. */
    final List<String> unverified = new ArrayList<>();

    /**
     * @param verified what another target verified, where the target requires one
     */
    ImagePins(RegistrySource registries, List<PublishedImage> published, Optional<Verified> verified) {
        this.registries = registries;
        this.published = published;
        this.verified = verified;
    }

    void pin(StackConfig config) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2));
        Map<ImageReference, Optional<Manifest>> asked = new HashMap<>();
        config.services().forEach((name, service) -> {
            Optional<ImageReference> wanted = ours(name).or(() -> verified(name, service.image()));
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
                requireVerified(name);
            } catch (ReleaseException e) {
                problems.add(e.getMessage());
            }
        });
    }

    /** The same image by the digest that was verified: its tag may stand for another one by now. */
    private Optional<ImageReference> verified(String service, Optional<ImageReference> image) {
        Optional<String> digest = verified.map(target -> target.images().get(service))
                .filter(there -> image.filter(here -> here.repository().equals(there.repository()))
                        .isPresent())
                .flatMap(ImageReference::digest);
        return digest.isPresent() && image.isPresent() ? Optional.of(image.get().pinned(digest.get())) : image;
    }

    private void requireVerified(String service) {
        if (verified.flatMap(Verified::release).isEmpty()) {
            return;
        }
        ImageReference there = verified.get().images().get(service);
        boolean own = ours(service).isPresent();
        if (there == null && !own) {
            unverified.add(service);
        } else if (there == null || !there.digest().equals(images.get(service).digest())) {
            problems.add("service '" + service + "' would get " + images.get(service) + ", and "
                    + verified.get().name().orElseThrow() + " verified " + (there == null ? "none" : there));
        }
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
