package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Text;

/** A backup could not be restored, and the database is as it was. */
final class NotReplacedException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    NotReplacedException(String database, String backup, String errors) {
        super(
                ExitCode.FAILED,
                "Database '" + database + "' did not take backup '" + backup + "': "
                        + Text.tail(errors, 5).strip(),
                "The data is what it was. Look at what the database says.");
    }
}
