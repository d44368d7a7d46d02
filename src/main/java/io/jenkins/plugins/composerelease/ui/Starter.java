package io.jenkins.plugins.composerelease.ui;

import hudson.model.Cause;
import hudson.model.Run;
import java.util.List;

/** Who or what started a build, in a few words. */
final class Starter {
    private Starter() {}

    static String of(Run<?, ?> run) {
        Cause.UserIdCause user = run.getCause(Cause.UserIdCause.class);
        if (user != null && user.getUserId() != null) {
            return user.getUserName();
        }
        List<? extends Cause> causes = run.getCauses();
        return causes.isEmpty() ? "" : causes.get(0).getShortDescription();
    }
}
