package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.model.ComposeProject;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.spi.Host;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;

/** Makes the migrator that a target asks for. */
@FunctionalInterface
public interface MigratorFactory {

    /**
     * @param project the release's compose project as the host sees it, with the new images
     * @param deadline for reaching the database
     */
    Migrator open(Migration migration, Host host, ComposeProject project, ReleaseLog log, Deadline deadline);
}
