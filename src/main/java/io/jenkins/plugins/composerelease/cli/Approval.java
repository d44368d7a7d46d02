package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import picocli.CommandLine.Option;

/** The question before anything changes on a target, and the option that answers it. */
final class Approval {
    @Option(
            names = {"-y", "--yes"},
            description = "Goes on without asking.")
    private boolean yes;

    /** Refuses at once, before anything is looked up, where nobody could answer or the wrong person would. */
    void requireSomebody(Session session, TargetSettings settings) {
        if (!yes && !session.terminal().interactive()) {
            throw new InvalidInputException(
                    "This needs an approval, and there is no terminal to ask at.",
                    "Look at 'plan' and repeat the command with --yes.");
        }
        settings.requireApprover(session.terminal().user());
    }

    /** Asks, unless told not to. Anything but yes is no. */
    void ask(Session session, String question) {
        if (!yes && !session.console().confirm(question)) {
            throw new ReleaseException(ExitCode.PLAN_REFUSED, "Not approved: nothing was changed.", "");
        }
    }
}
