package io.jenkins.plugins.composerelease.ui;

/** The words for a state. */
final class StateText {
    private StateText() {}

    static String of(ReleaseEntry.State state) {
        return switch (state) {
            case RUNNING -> Messages.ReleaseEntry_running();
            case SUCCEEDED -> Messages.ReleaseEntry_succeeded();
            case FAILED -> Messages.ReleaseEntry_failed();
            case STOPPED -> Messages.ReleaseEntry_stopped();
            case UNKNOWN -> Messages.ReleaseEntry_unknown();
        };
    }
}
