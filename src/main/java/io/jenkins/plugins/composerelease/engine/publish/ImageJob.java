package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One image to publish.
 *
 * @param identity its name with the sha tag
 * @param tags all its tags, the sha tag first
 * @param labels labels it is built with
 */
record ImageJob(ImageSpec spec, ImageReference identity, List<Tag> tags, Map<String, String> labels) {

    static List<ImageJob> of(PublishRequest request) {
        return request.images().stream()
                .map(spec -> of(request, spec, modified(request, spec)))
                .toList();
    }

    /** Refuses two images of one repository: they would take the sha tag from each other. */
    static void requireDistinct(List<ImageSpec> images) {
        Set<String> names = new HashSet<>();
        images.forEach(spec -> {
            if (!names.add(spec.name())) {
                throw new InvalidInputException(
                        "Two images are to be published as '" + spec.name() + "'.",
                        "Give each its own name: both would get the tag of the commit.");
            }
        });
    }

    /** The same as it would be built from nothing but the commit's files, or from others. */
    static ImageJob of(PublishRequest request, ImageSpec spec, boolean modified) {
        TagContext release = TagContext.of(request.git(), request.defaultBranch(), request.version());
        List<Tag> tags = TagPolicy.tags(spec, request.tagging(), release);
        ImageReference identity = ImageReference.parse(request.registry().host() + "/" + spec.name())
                .withTag(tags.get(0).name());
        return new ImageJob(spec, identity, tags, BuildLabels.of(spec, request.git(), release.of(spec), modified));
    }

    /** What was built before is as it was then, whatever happened to the files since. */
    private static boolean modified(PublishRequest request, ImageSpec spec) {
        return request.built(spec)
                .map(built -> request.mode().allowModified() && built.inputs().equals(BuildLabels.MODIFIED))
                .orElseGet(() -> !BuildContext.of(request.workspace(), spec)
                        .modified(request.git().changes())
                        .isEmpty());
    }

    /**
     * The name that the image of one platform has in the engine, and at the registry beside the index over all.
     *
     * @param platform empty where there is one image only
     */
    ImageReference name(Optional<String> platform) {
        return platform.map(text -> identity.withTag(identity.tag().orElseThrow() + "-" + text.replace('/', '-')))
                .orElse(identity);
    }

    String name() {
        return spec.name();
    }
}
