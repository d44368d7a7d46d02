package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;

/** What a command on a target did cannot be known, and whatever is done next may be wrong: a person has to look. */
final class UnknownOutcomeException extends ReleaseException {
    private static final long serialVersionUID = 1L;

    UnknownOutcomeException(String message, String advice) {
        super(ExitCode.NEEDS_ATTENTION, message, advice);
    }
}
