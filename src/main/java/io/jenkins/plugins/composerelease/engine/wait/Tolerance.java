package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.CommandFailedException;
import io.jenkins.plugins.composerelease.engine.spi.ReleaseLog;

/** A place that cannot be reached for a while is no failure of a service: there is a next look. Says so once. */
final class Tolerance {
    private final ReleaseLog log;
    private final String project;
    private boolean blind;

    Tolerance(ReleaseLog log, String project) {
        this.log = log;
        this.project = project;
    }

    /** Looks; false where the place could not be reached. */
    boolean run(Runnable look) {
        try {
            look.run();
            blind = false;
        } catch (CommandFailedException e) {
            if (!blind) {
                log.warn("Cannot see the containers of project '" + project + "' at the moment, trying again: "
                        + e.getMessage());
            }
            blind = true;
        }
        return !blind;
    }
}
