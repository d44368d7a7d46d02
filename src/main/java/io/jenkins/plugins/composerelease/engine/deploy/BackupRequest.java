package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;

/**
 * A backup to make now.
 *
 * @param target the target, with its {@code backup} settings
 * @param by who does it: build URL or user
 * @param lockWait how long to wait for a release of the target
 */
public record BackupRequest(Target target, String by, Duration lockWait) {
    public BackupRequest {
        Names.argument("releaser", by);
    }
}
