package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.report.Run;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which run a report comes from, where Jenkins's variables do not tell. */
final class RunOptions {
    @Option(names = "--run", paramLabel = "NAME", description = "Name of this run. Default: BUILD_TAG, or the time.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--url", paramLabel = "URL", description = "Page of this run. Default: BUILD_URL.")
    private Optional<String> url = Optional.empty();

    /**
     * @param otherwise name of a run that has none
     */
    Run run(Session session, Optional<String> branch, Optional<String> revision, String otherwise) {
        return new Run(
                name.or(() -> session.variable("BUILD_TAG")).orElse(otherwise),
                url.or(() -> session.variable("BUILD_URL")),
                branch,
                revision);
    }
}
