package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.deploy.Sequence;
import io.jenkins.plugins.composerelease.engine.deploy.TargetLook;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Guards;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code plan} and {@code deploy} release, and where to. */
final class ReleaseOptions {
    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "The target. Default: the only one there is. 'deploy' takes several, in their order.")
    private List<String> targets = List.of();

    @Mixin
    private GitOptions git = new GitOptions();

    @Mixin
    private LockOptions lock = new LockOptions();

    @Option(
            names = "--images",
            paramLabel = "FILE",
            description = "What 'publish' wrote. Default: " + ReleaseImages.FILE + " in the configuration's directory.")
    private Optional<String> images = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long services may take to become healthy. Default: the target's.")
    private Optional<String> timeout = Optional.empty();

    /** The only target's settings with the options of this command. */
    TargetSettings settings(Session session) {
        List<TargetSettings> all = all(session);
        if (all.size() > 1) {
            throw new InvalidInputException("Several targets are named, expected one.", "Take one after the other.");
        }
        return all.get(0);
    }

    /** The same of all targets, in order. */
    List<TargetSettings> all(Session session) {
        ReleaseFile release = session.release();
        List<String> names = targets.isEmpty() ? List.of(TargetOptions.only(release)) : targets;
        Sequence sequence = new Sequence(names);
        Optional<Duration> limit = timeout.map(Checks::duration);
        return names.stream()
                .map(name -> release.target(name, session.secrets()))
                .map(settings -> settings.with(
                        sequence.turn(limit.map(settings.target()::within).orElse(settings.target()))))
                .toList();
    }

    /** The request for these settings; refuses a branch that may not go there. */
    ReleaseRequest request(Session session, TargetSettings settings) {
        ReleaseFile release = session.release();
        GitFacts state = new GitFacts(session, git);
        ReleaseImages published = published(session, release, state);
        settings.requireBranch(published.branch().or(state::branch));
        return new ReleaseRequest(
                release.application(),
                settings.target(),
                published.images(),
                published.revision(),
                release.workspace(),
                lock.by(session),
                lock.patience(),
                settings.target().guards().requires().map(required -> look(session, required)));
    }

    /** Looks at the target that has to have verified the images, over a connection of its own. */
    private static Supplier<TargetLook> look(Session session, Guards.Required required) {
        Target other = session.release()
                .targetToRead(required.target(), session.secrets())
                .target();
        return () -> {
            try (Releases there = session.releases(other, session.console())) {
                return there.status(other);
            }
        };
    }

    /** The branch that is released, as far as known. */
    Optional<String> branch(Session session) {
        GitFacts state = new GitFacts(session, git);
        return published(session, session.release(), state).branch().or(state::branch);
    }

    private ReleaseImages published(Session session, ReleaseFile release, GitFacts state) {
        boolean told = release.published().isPresent()
                || images.isPresent()
                || Files.exists(release.workspace().resolve(ReleaseImages.FILE));
        if (!told && !release.hasImages()) {
            return ReleaseImages.of(release.application(), state.revision(), state.branch(), List.of());
        }
        return ImagesFile.published(session, images);
    }
}
