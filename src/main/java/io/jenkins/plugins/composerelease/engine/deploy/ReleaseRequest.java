package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What to release where.
 *
 * @param application application name
 * @param target the target with all its settings
 * @param images the application's own images, as published
 * @param revision Git revision that is released
 * @param workspace directory that the target's file paths are relative to
 * @param by who releases: build URL or user
 * @param lockWait how long to wait for another release of the target
 * @param required looks at the target that must have verified the same images first, anew each time; connects by itself
 */
public record ReleaseRequest(
        String application,
        Target target,
        List<PublishedImage> images,
        String revision,
        Path workspace,
        String by,
        Duration lockWait,
        Optional<Supplier<TargetLook>> required) {

    /** A release that no other target has to have verified. */
    public ReleaseRequest(
            String application,
            Target target,
            List<PublishedImage> images,
            String revision,
            Path workspace,
            String by,
            Duration lockWait) {
        this(application, target, images, revision, workspace, by, lockWait, Optional.empty());
    }

    public ReleaseRequest {
        Names.name("application", application);
        Names.revision(revision);
        Names.argument("releaser", by);
        images = List.copyOf(images);
        workspace = workspace.toAbsolutePath().normalize();
        if (target.guards().requires().isPresent() && required.isEmpty()) {
            throw new IllegalArgumentException(
                    "target '" + target.name() + "' requires another, and nobody looks at it");
        }
    }
}
