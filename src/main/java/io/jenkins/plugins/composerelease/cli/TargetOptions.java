package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names a target. */
final class TargetOptions {
    @Option(names = "--target", paramLabel = "NAME", description = "The target. Default: the only one there is.")
    private Optional<String> target = Optional.empty();

    String name(ReleaseFile release) {
        return target.orElseGet(() -> only(release));
    }

    /** The only target that there is. */
    static String only(ReleaseFile release) {
        List<String> targets = release.targets();
        if (targets.size() != 1) {
            throw new InvalidInputException(
                    "No target is named, and the configuration has " + targets.size() + ".",
                    targets.isEmpty()
                            ? "Add one under 'targets'."
                            : "Add --target with one of: " + String.join(", ", targets) + ".");
        }
        return targets.get(0);
    }

    boolean given() {
        return target.isPresent();
    }
}
