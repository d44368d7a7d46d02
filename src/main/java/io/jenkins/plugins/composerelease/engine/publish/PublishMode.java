package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import java.util.List;
import java.util.Optional;

/**
 * What is done and what is left out when images are published.
 *
 * @param rebuild build and push even where the registry has the image of this commit
 * @param allowModified publish although files of a build context differ from the commit; such an image is never reused
 * @param push whether what is built is pushed; otherwise the engine that built it keeps it
 * @param moveTags whether tags that follow newer images are pointed at these
 * @param harmlessFiles files of the workspace that hold no secret, although they look as if they did
 * @param cache where the build cache is kept
 * @param built what was built before and is to be pushed as it is, instead of being built
 * @param published what was published before; of the same commit it is taken as it is, whatever happened to the files
 */
public record PublishMode(
        boolean rebuild,
        boolean allowModified,
        boolean push,
        boolean moveTags,
        List<String> harmlessFiles,
        CacheMode cache,
        Optional<BuiltImages> built,
        Optional<ReleaseImages> published) {
    /** Builds what the registry does not have, pushes it, and moves tags. */
    public static final PublishMode NORMAL =
            new PublishMode(false, false, true, true, List.of(), CacheMode.NONE, Optional.empty(), Optional.empty());

    public PublishMode {
        harmlessFiles = List.copyOf(harmlessFiles);
    }

    public PublishMode withRebuild(boolean value) {
        return new PublishMode(value, allowModified, push, moveTags, harmlessFiles, cache, built, published);
    }

    public PublishMode withAllowModified(boolean value) {
        return new PublishMode(rebuild, value, push, moveTags, harmlessFiles, cache, built, published);
    }

    public PublishMode withPush(boolean value) {
        return new PublishMode(rebuild, allowModified, value, moveTags, harmlessFiles, cache, built, published);
    }

    public PublishMode withMoveTags(boolean value) {
        return new PublishMode(rebuild, allowModified, push, value, harmlessFiles, cache, built, published);
    }

    public PublishMode withHarmlessFiles(List<String> paths) {
        return new PublishMode(rebuild, allowModified, push, moveTags, paths, cache, built, published);
    }

    public PublishMode withCache(CacheMode value) {
        return new PublishMode(rebuild, allowModified, push, moveTags, harmlessFiles, value, built, published);
    }

    public PublishMode withBuilt(BuiltImages images) {
        return new PublishMode(
                rebuild, allowModified, push, moveTags, harmlessFiles, cache, Optional.of(images), published);
    }

    public PublishMode withPublished(ReleaseImages images) {
        return new PublishMode(
                rebuild, allowModified, push, moveTags, harmlessFiles, cache, built, Optional.of(images));
    }
}
