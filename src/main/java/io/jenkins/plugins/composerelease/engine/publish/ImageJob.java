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
 * @param files what it is to be built from; empty where it was built or published before
 */
record ImageJob(
        ImageSpec spec,
        ImageReference identity,
        List<Tag> tags,
        Map<String, String> labels,
        Optional<BuildContext> files) {

    static List<ImageJob> of(PublishRequest request) {
        return request.images().stream()
                .map(spec -> request.built(spec)
                        .map(built -> of(request, spec, isModified(request, built)))
                        .orElseGet(() -> toBuild(request, spec)))
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

    /** One that nothing is to be built of, as it was built from nothing but the commit's files, or from others. */
    static ImageJob of(PublishRequest request, ImageSpec spec, boolean modified) {
        return of(request, spec, modified, Optional.empty());
    }

    private static ImageJob toBuild(PublishRequest request, ImageSpec spec) {
        BuildContext files = BuildContext.of(request.workspace(), spec);
        boolean modified = !files.modified(request.git().changes()).isEmpty();
        return of(request, spec, modified, Optional.of(files));
    }

    private static ImageJob of(PublishRequest request, ImageSpec spec, boolean modified, Optional<BuildContext> files) {
        TagContext context = request.context(spec);
        List<Tag> tags = TagPolicy.tags(spec, request.tagging(), context);
        ImageReference identity = ImageReference.parse(request.registry().host() + "/" + spec.name())
                .withTag(tags.get(0).name());
        return new ImageJob(spec, identity, tags, BuildLabels.of(spec, request.git(), context, modified), files);
    }

    /** What was built before is as it was then, whatever happened to the files since. */
    private static boolean isModified(PublishRequest request, BuiltImage built) {
        return request.mode().allowModified() && built.inputs().equals(BuildLabels.MODIFIED);
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
