package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.cli.config.TargetSettings;
import io.jenkins.plugins.composerelease.engine.deploy.ReleaseRequest;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code plan} and {@code deploy} release, and where to. */
final class ReleaseOptions {
    @Mixin
    private TargetOptions target = new TargetOptions();

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

    /** The target's settings with the options of this command. */
    TargetSettings settings(Session session) {
        ReleaseFile release = session.release();
        TargetSettings settings = release.target(target.name(release), session.secrets());
        return timeout.map(Checks::duration)
                .map(limit ->
                        new TargetSettings(within(settings.target(), limit), settings.approvers(), settings.branches()))
                .orElse(settings);
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
                lock.patience());
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

    private static Target within(Target t, Duration timeout) {
        return t.within(timeout);
    }
}
