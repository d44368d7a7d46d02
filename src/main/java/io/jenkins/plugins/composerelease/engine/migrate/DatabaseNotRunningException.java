package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;

/**
 * The database's service has no running container on the host, as before a first release. What is pending then is all
 * of it, see {@link Pending#fromFiles}.
 */
public final class DatabaseNotRunningException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    public DatabaseNotRunningException(String service, String project, String place) {
        super(
                ExitCode.MIGRATION_FAILED,
                "Service '" + service + "' of project '" + project + "' has no running container on '" + place + "'.",
                "Start it, or correct the name of the service.");
    }
}
