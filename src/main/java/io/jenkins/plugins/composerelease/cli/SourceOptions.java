package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.publish.CacheMode;
import io.jenkins.plugins.composerelease.engine.publish.PublishMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What images are built from beside the commit: the build cache, and files that are known to be harmless. */
final class SourceOptions {
    @Option(
            names = "--cache",
            paramLabel = "none|inline|registry",
            description = "Where the build cache is kept. Default: the configuration's 'cache', or none.")
    private Optional<String> cache = Optional.empty();

    @Option(
            names = "--harmless-file",
            paramLabel = "PATH",
            description = "A file that holds no secret, although it looks as if it did; again for each."
                    + " Adds to the configuration's 'harmlessFiles'.")
    private List<String> harmless = new ArrayList<>();

    PublishMode in(Session session, PublishMode mode) {
        List<String> files = new ArrayList<>(session.release().harmlessFiles());
        harmless.forEach(path -> files.add(Checks.path(path)));
        return mode.withCache(
                        cache.map(CacheMode::parse).orElseGet(() -> session.release().cache()))
                .withHarmlessFiles(files);
    }
}
