package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * Which release to go back to.
 *
 * @param target the target
 * @param to id of a release, or the beginning of its revision; empty means the one before the one that serves
 * @param force go back although a destructive migration was applied since
 * @param by who does it: build URL or user
 * @param lockWait how long to wait for another release of the target
 */
public record RollbackRequest(Target target, Optional<String> to, boolean force, String by, Duration lockWait) {
    public RollbackRequest {
        to.ifPresent(id -> Names.name("release", id));
        Names.argument("releaser", by);
    }
}
