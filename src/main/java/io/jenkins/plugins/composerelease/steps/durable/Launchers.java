package io.jenkins.plugins.composerelease.steps.durable;

import hudson.AbortException;
import hudson.Launcher;
import java.util.Locale;

/** Where the engine cannot run and secrets cannot be, said before anything is started. */
public final class Launchers {
    private Launchers() {}

    static void require(Launcher launcher, String command, String place) throws AbortException {
        if (!launcher.isUnix()) {
            throw new AbortException("'" + command + "' cannot run on " + place
                    + ": it runs Windows, expected Linux or another Unix. Use an agent of that kind.");
        }
        requireNoContainer(launcher, command, place);
    }

    /**
     * Refuses a launcher that runs commands by {@code docker exec}.
     *
     * @param what what cannot be there, for the message
     */
    public static void requireNoContainer(Launcher launcher, String what, String place) throws AbortException {
        for (Launcher inner = launcher; inner != null; inner = inner(inner)) {
            if (inner.getClass().getName().toLowerCase(Locale.ROOT).contains("docker")) {
                throw new AbortException("'" + what + "' cannot run inside a container on " + place
                        + " ('docker.image(...).inside' or a docker agent): environment variables become arguments of"
                        + " 'docker exec' there, where everybody on the machine could read the secrets among them."
                        + " Move the step out of the container's block.");
            }
        }
    }

    private static Launcher inner(Launcher launcher) {
        return launcher instanceof Launcher.DecoratedLauncher decorated ? decorated.getInner() : null;
    }
}
