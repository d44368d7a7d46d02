package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * What to settle on a target.
 *
 * @param target the target
 * @param release id of the release that {@code answer} is about
 * @param answer what a person says became of it; empty to find that out
 * @param by who settles: build URL or user
 * @param lockWait how long to wait for another release of the target
 */
public record SettleRequest(
        Target target, Optional<String> release, Optional<Answer> answer, String by, Duration lockWait) {

    /** What a person can say of a release. */
    public enum Answer {
        /** Its migrations are in the database; nothing was switched. */
        APPLIED,
        /** Its migrations are not in the database; nothing was switched. */
        NOT_APPLIED,
        /** What runs is this release, and it works. */
        SERVES,
        /** What runs is not this release, or it does not work. */
        FAILED
    }

    public SettleRequest {
        release.ifPresent(id -> Names.name("release", id));
        Names.argument("releaser", by);
        if (release.isPresent() != answer.isPresent()) {
            throw new InvalidInputException(
                    "A release is settled as something, and something is said of a release.",
                    "Give both --release and --as, or none of them.");
        }
    }
}
