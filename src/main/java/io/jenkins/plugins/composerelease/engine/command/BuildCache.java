package io.jenkins.plugins.composerelease.engine.command;

import io.jenkins.plugins.composerelease.engine.model.Command;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a build looks for steps that it need not repeat, and where it leaves its own.
 *
 * @param sources images in a registry, the best first
 * @param export what BuildKit's {@code --cache-to} gets; the classic builder leaves nothing
 */
public record BuildCache(List<ImageReference> sources, Optional<String> export) {
    /** What the engine has itself. */
    public static final BuildCache LOCAL = new BuildCache(List.of(), Optional.empty());

    public BuildCache {
        sources = List.copyOf(sources);
    }

    /** Leaves nothing. */
    public static BuildCache readOnly(List<ImageReference> sources) {
        return new BuildCache(sources, Optional.empty());
    }

    /** Leaves in the image itself what its last stage was built of. */
    public static BuildCache inline(List<ImageReference> sources) {
        return new BuildCache(sources, Optional.of("type=inline"));
    }

    /** Leaves all stages in an image of their own; when that fails, the image counts nevertheless. */
    public static BuildCache registry(List<ImageReference> sources, ImageReference target) {
        // As an image of usual types: not every registry takes the index that older BuildKits write otherwise.
        String form = ",mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true";
        return new BuildCache(sources, Optional.of("type=registry,ref=" + target + form));
    }

    /** Prints which driver the builder has. */
    public static Command inspectBuilder() {
        return Command.of("look at the builder", "docker", "buildx", "inspect");
    }

    /** Fetches a source for builders that read those only that the engine has. */
    public static Command pull(ImageReference source) {
        return Command.of("fetch the build cache " + source, "docker", "pull", "--quiet", source.toString());
    }

    /** Options of the build. */
    public List<String> arguments(boolean buildKit) {
        List<String> argv = new ArrayList<>();
        sources.forEach(source ->
                argv.addAll(List.of("--cache-from", buildKit ? "type=registry,ref=" + source : source.toString())));
        export.filter(text -> buildKit).ifPresent(text -> argv.addAll(List.of("--cache-to", text)));
        return argv;
    }
}
