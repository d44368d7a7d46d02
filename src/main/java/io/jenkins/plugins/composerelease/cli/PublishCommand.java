package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.publish.GitState;
import io.jenkins.plugins.composerelease.engine.publish.PublishRequest;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds, tags and pushes the images. */
@Command(
        name = "publish",
        description = "Builds the images, pushes them under the tag of their commit, and points other tags at them.")
final class PublishCommand extends BaseCommand {
    @Mixin
    private GitOptions git = new GitOptions();

    @Mixin
    private VersionOption version = new VersionOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--images",
            paramLabel = "FILE",
            description = "Where the result goes, for 'plan' and 'deploy'. Default: " + ReleaseImages.FILE
                    + " in the configuration's directory.")
    private Optional<String> images = Optional.empty();

    @Option(
            names = "--rebuild",
            description = "Builds and pushes even where the registry has the image, and replaces what has its tags.")
    private boolean rebuild;

    @Option(
            names = "--allow-modified",
            description = "Publishes although files differ from the commit. Such an image is never reused.")
    private boolean allowModified;

    @Option(
            names = "--parallel",
            paramLabel = "COUNT",
            defaultValue = "" + PublishRequest.DEFAULT_PARALLEL,
            description = "How many images are built at the same time. Default: ${DEFAULT-VALUE}")
    private int parallel = PublishRequest.DEFAULT_PARALLEL;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "How long all of it may take. Default: ${DEFAULT-VALUE}")
    private String timeout = "1h";

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        List<ImageSpec> specs = DeclaredImages.toBuild(session);
        if (specs.isEmpty()) {
            throw new InvalidInputException("The configuration has no 'images'.", "Add those to build.");
        }
        RegistryLogin registry = release.registry(session.secrets())
                .orElseThrow(() ->
                        new InvalidInputException("The configuration has no 'registry'.", "Add it, with its 'url'."));
        Duration limit = Checks.duration(timeout);
        GitState state = new GitFacts(session, git).checkedOut();
        PublishRequest request = new PublishRequest(
                release.workspace(),
                registry,
                specs,
                release.tags(),
                state,
                version.of(session),
                release.defaultBranch(),
                rebuild,
                allowModified,
                parallel);
        List<PublishedImage> published = session.parts()
                .publisher(registry, session.terminal().environment(), session.console())
                .publish(request, Deadline.in(limit));
        ReleaseImages result = ReleaseImages.of(release.application(), state.sha(), state.branch(), published);
        Path file = images.map(session::path).orElse(release.workspace().resolve(ReleaseImages.FILE));
        result.write(file);
        session.console().progress("wrote " + file);
        session.result(json, result, () -> text(published));
    }

    /** The images as a table. */
    static String text(List<PublishedImage> published) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("IMAGE", "TAGS", "REFERENCE"));
        published.forEach(image -> rows.add(List.of(
                image.name() + (image.reused() ? " (reused)" : ""),
                String.join(", ", image.tags()),
                image.reference().toString())));
        return Table.of(rows).stripTrailing();
    }
}
