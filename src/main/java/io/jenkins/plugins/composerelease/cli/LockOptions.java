package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who releases, and how long to wait for somebody else's release. */
final class LockOptions {
    @Option(
            names = "--lock-wait",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "How long to wait while another release holds the target. Default: ${DEFAULT-VALUE}")
    private String patience = "0s";

    @Option(
            names = "--by",
            paramLabel = "TEXT",
            description = "Who releases, for the record. Default: BUILD_URL, or the user.")
    private Optional<String> by = Optional.empty();

    Duration patience() {
        return Checks.duration(patience);
    }

    String by(Session session) {
        return by.or(() -> session.variable("BUILD_URL"))
                .orElse(session.terminal().user());
    }
}
