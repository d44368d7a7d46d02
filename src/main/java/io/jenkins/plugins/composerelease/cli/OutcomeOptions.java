package io.jenkins.plugins.composerelease.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the outcome of a deploy goes besides the screen. */
final class OutcomeOptions {
    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Writes a self-contained HTML report, also when the deploy fails.")
    private Optional<String> report = Optional.empty();

    @Option(
            names = "--no-issue",
            description = "Reports nothing to GitHub. Default: a failure is reported where 'github' is configured.")
    private boolean noIssue;

    Optional<String> report() {
        return report;
    }

    boolean issue() {
        return !noIssue;
    }
}
