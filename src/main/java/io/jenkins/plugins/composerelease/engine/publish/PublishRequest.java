package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What to publish.
 *
 * @param workspace absolute directory that the build contexts are relative to
 * @param registry where to, and how to log in
 * @param images what to build
 * @param tagging tags of images that do not say it themselves
 * @param git what is built
 * @param version version that is released; empty: the Git tag's
 * @param defaultBranch the branch that {@code latest} follows
 * @param mode what is done and what is left out
 * @param parallel how many images are built at the same time, at least 1
 */
public record PublishRequest(
        Path workspace,
        RegistryLogin registry,
        List<ImageSpec> images,
        TagOptions tagging,
        GitState git,
        Optional<String> version,
        String defaultBranch,
        PublishMode mode,
        int parallel) {
    /** Images built at the same time where nothing else is asked for. */
    public static final int DEFAULT_PARALLEL = 2;

    private static final int ASKED = 8;

    public PublishRequest {
        Names.absolutePath("workspace", workspace.toString());
        images = List.copyOf(images);
        if (parallel < 1) {
            throw new InvalidInputException(
                    "Images cannot be built " + parallel + " at a time.", "Use 1 or a higher number.");
        }
    }

    /** The same with some of its images. */
    PublishRequest withImages(List<ImageSpec> some) {
        return new PublishRequest(workspace, registry, some, tagging, git, version, defaultBranch, mode, parallel);
    }

    /** A name of an image that a registry may be asked for, whether or not it has it. */
    ImageReference ofCommit(ImageSpec spec) {
        return ImageReference.parse(registry.host() + "/" + spec.name()).withTag(git.sha());
    }

    /** The same without pushing anything. */
    PublishRequest keeping() {
        return new PublishRequest(
                workspace, registry, images, tagging, git, version, defaultBranch, mode.withPush(false), parallel);
    }

    /** The same with nobody logged in, but for what the user's own configuration of Docker says. */
    PublishRequest withoutLogin() {
        return new PublishRequest(
                workspace, registry.anonymous(), images, tagging, git, version, defaultBranch, mode, parallel);
    }

    /** What the tags of an image are made from. */
    TagContext context(ImageSpec spec) {
        return TagContext.of(git, defaultBranch, version).of(spec);
    }

    /** What an earlier call published of an image from this commit. */
    Optional<PublishedImage> published(ImageSpec spec) {
        return mode.published().stream()
                .filter(images -> !mode.rebuild() && images.revision().equals(git.sha()))
                .flatMap(images -> images.images().stream())
                .filter(image ->
                        image.name().equals(spec.name()) && image.revision().equals(Optional.of(git.sha())))
                .findFirst();
    }

    /** What an earlier call built of an image and kept, for this one to push. */
    Optional<BuiltImage> built(ImageSpec spec) {
        return mode.built().flatMap(images -> images.find(spec.name()));
    }

    /** How many images the registry is asked about at the same time: that costs this machine next to nothing. */
    int asked() {
        return Math.max(parallel, ASKED);
    }
}
