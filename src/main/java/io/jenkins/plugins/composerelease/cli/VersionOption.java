package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.VersionSource;
import io.jenkins.plugins.composerelease.engine.publish.VersionFile;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The application's version. */
final class VersionOption {
    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "The application's version. Default: the configuration's 'version'.")
    private Optional<String> version = Optional.empty();

    Optional<String> of(Session session) {
        return version.or(() -> session.release().version().map(source -> read(session, source)));
    }

    private static String read(Session session, VersionSource source) {
        return source.literal()
                .orElseGet(() -> VersionFile.read(
                        session.release().workspace().resolve(source.file().orElseThrow()), source.pattern()));
    }
}
