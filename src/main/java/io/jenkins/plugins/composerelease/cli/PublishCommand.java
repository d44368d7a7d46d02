package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.cli.config.ReleaseFile;
import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.PublishedImage;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.publish.BuiltImages;
import io.jenkins.plugins.composerelease.engine.publish.GitState;
import io.jenkins.plugins.composerelease.engine.publish.PublishMode;
import io.jenkins.plugins.composerelease.engine.publish.PublishRequest;
import io.jenkins.plugins.composerelease.engine.publish.Publisher;
import io.jenkins.plugins.composerelease.engine.publish.PushBranches;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
            description =
                    "Builds and pushes even where the registry has the image, and replaces this commit's image under"
                            + " its tags.")
    private boolean rebuild;

    @Option(
            names = "--allow-modified",
            description = "Publishes although files differ from the commit. Such an image is never reused.")
    private boolean allowModified;

    @Option(
            names = "--no-push",
            description = "Builds only, and writes " + BuiltImages.FILE + ", for 'up' and a later 'publish --built'.")
    private boolean noPush;

    @Option(
            names = "--built",
            paramLabel = "FILE",
            description = "Pushes what 'publish --no-push' wrote to this file, by id and without building it again.")
    private Optional<String> built = Optional.empty();

    @Option(
            names = "--hold-tags",
            description =
                    "Leaves tags that follow newer images where they are; the same command without it moves them.")
    private boolean holdTags;

    @Option(
            names = "--cache",
            paramLabel = "MODE",
            description = "Where the build cache is kept: none, inline or registry. Default: the configuration's.")
    private Optional<String> cache = Optional.empty();

    @Option(
            names = "--build-log",
            paramLabel = "MODE",
            defaultValue = "failing",
            description = "What is shown of what builds print: all, or the last lines of one that fails. Default:"
                    + " ${DEFAULT-VALUE}")
    private BuildLog buildLog = BuildLog.failing;

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

    /** How much of the builds' output is shown. */
    enum BuildLog {
        all,
        failing
    }

    @Override
    void run(Session session) {
        ReleaseFile release = session.release();
        // First, so that its password is known and found in a build argument.
        RegistryLogin registry = registry(session)
                .orElseThrow(() ->
                        new InvalidInputException("The configuration has no 'registry'.", "Add it, with its 'url'."));
        List<ImageSpec> specs = DeclaredImages.toBuild(session);
        if (specs.isEmpty()) {
            throw new InvalidInputException("The configuration has no 'images'.", "Add those to build.");
        }
        Deadline deadline = Deadline.in(Checks.duration(timeout));
        GitState state = new GitFacts(session, git).checkedOut().without(own(session));
        PublishRequest request = new PublishRequest(
                release.workspace(),
                registry,
                specs,
                release.tagging(),
                state,
                version.of(session),
                release.defaultBranch(),
                mode(session, state),
                parallel);
        if (buildLog == BuildLog.all) {
            session.console().showOutput(specs.stream().map(ImageSpec::name).toList());
        }
        Publisher publisher =
                session.parts().publisher(registry, session.terminal().environment(), session.console());
        if (request.mode().push()) {
            publish(session, publisher, request, deadline);
        } else {
            build(session, publisher, request, deadline);
        }
    }

    /** What is only built needs no login, so that none has to be at hand. */
    private Optional<RegistryLogin> registry(Session session) {
        try {
            return session.release().registry(session.secrets());
        } catch (InvalidInputException e) {
            if (!noPush) {
                throw e;
            }
            session.console().warn("built without a login, as nothing is pushed: " + e.getMessage());
            return session.release().registry(unread -> Secret.of("not read")).map(RegistryLogin::anonymous);
        }
    }

    /** Files of the workspace that this call and the one before write or read. */
    private List<String> own(Session session) {
        Path workspace = session.release().workspace().normalize();
        return Stream.of(images, built)
                .flatMap(Optional::stream)
                .map(file -> session.path(file).normalize())
                .filter(file -> file.startsWith(workspace))
                .map(file -> workspace.relativize(file).toString())
                .toList();
    }

    private PublishMode mode(Session session, GitState state) {
        PushBranches branches = session.release().branches();
        boolean push = !noPush && branches.allow(state);
        if (!push && !noPush) {
            session.console().progress("building only, nothing is pushed: " + branches.refusal(state));
        }
        PublishMode mode = PublishMode.NORMAL
                .withRebuild(rebuild)
                .withAllowModified(allowModified)
                .withPush(push)
                .withMoveTags(!holdTags)
                .withHarmlessFiles(session.release().harmlessFiles())
                .withCache(cache.map(CacheMode::parse)
                        .orElseGet(() -> session.release().cache()));
        PublishMode aware = published(session).map(mode::withPublished).orElse(mode);
        return noPush ? aware : built(session).map(aware::withBuilt).orElse(aware);
    }

    private Optional<ReleaseImages> published(Session session) {
        return session.release().published().or(() -> ImagesFile.earlier(ImagesFile.place(session, images))
                .filter(earlier ->
                        earlier.application().equals(session.release().application())));
    }

    private Optional<BuiltImages> built(Session session) {
        return session.release().built().or(() -> built.map(session::path).map(file -> {
            BuiltImages images = BuiltImages.read(file);
            images.requireApplication(session.release().application(), "'" + file + "'");
            return images;
        }));
    }

    private void publish(Session session, Publisher publisher, PublishRequest request, Deadline deadline) {
        List<PublishedImage> published = publisher.publish(request, deadline);
        ReleaseImages result = ReleaseImages.of(
                session.release().application(),
                request.git().sha(),
                request.git().branch(),
                published);
        Path file = ImagesFile.place(session, images);
        List<String> kept = result.writeWithEarlier(file);
        session.console()
                .progress("wrote " + file
                        + (kept.isEmpty()
                                ? ""
                                : ", with what was published of this commit before: " + String.join(", ", kept)));
        session.result(json, result, () -> text(published));
    }

    private void build(Session session, Publisher publisher, PublishRequest request, Deadline deadline) {
        String application = session.release().application();
        BuiltImages result = publisher.build(application, request, deadline);
        Path file =
                images.map(session::path).orElse(session.release().workspace().resolve(BuiltImages.FILE));
        result.write(file);
        session.console().progress("wrote " + file);
        if (images.isEmpty()) {
            ImagesFile.removeEarlier(session, application);
        }
        session.result(json, result, () -> text(result));
    }

    private static String text(BuiltImages built) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("IMAGE", "NOT PUSHED"));
        built.images()
                .forEach(image -> rows.add(List.of(
                        image.name(),
                        image.reference()
                                .map(reference -> reference + " (in the registry already)")
                                .orElseGet(() -> String.join(", ", image.ids())))));
        return Table.of(rows).stripTrailing();
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
