package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Target;
import java.time.Duration;

/**
 * A backup to go back to.
 *
 * @param target the target, with its {@code backup} settings and its secrets
 * @param backup id of the backup
 * @param by who does it: build URL or user
 * @param lockWait how long to wait for a release of the target
 */
public record RestoreRequest(Target target, String backup, String by, Duration lockWait) {
    public RestoreRequest {
        Names.name("backup", backup);
        Names.argument("releaser", by);
    }
}
