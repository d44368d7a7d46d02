package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.CacheMode;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.publish.BuiltImages;
import io.jenkins.plugins.composerelease.engine.publish.PushBranches;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.engine.publish.TagOptions;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The configuration of an application's releases: {@code release.yaml}, or the same as JSON. Loading checks all of it but that
 * files exist and secrets can be fetched: that is checked for the part that is asked for, before any command runs.
 */
public final class ReleaseFile {
    private static final SecretSource UNFETCHED = new Unfetched();

    private final Section section;
    private final WorkspaceFiles files;
    private final String application;

    private ReleaseFile(Node root, Path workspace) {
        this.section = Section.of(
                root,
                "application",
                "registry",
                "version",
                "defaultBranch",
                "tags",
                "tagPrefix",
                "branches",
                "built",
                "images",
                "cache",
                "harmlessFiles",
                "compose",
                "secrets",
                "github",
                "targets",
                "promotion",
                "published",
                "owner",
                "live",
                "liveAt");
        this.files = new WorkspaceFiles(workspace);
        this.application = section.requireText("application", text -> Names.name("application", text));
        checkEverything();
    }

    /** Reads a file; its directory is the workspace. JSON when its name ends with {@code .json}. */
    public static ReleaseFile load(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        return parse(name, ReleaseText.read(file), name.endsWith(".json"), absolute.resolveSibling(""));
    }

    /** Reads a request in the same form as the file. */
    public static ReleaseFile load(String source, InputStream in, boolean json, Path workspace) throws IOException {
        return parse(source, ReleaseText.read(source, in), json, workspace);
    }

    static ReleaseFile parse(String source, String text, boolean json, Path workspace) {
        return new ReleaseFile(NodeReader.read(source, text, json), workspace);
    }

    public String application() {
        return application;
    }

    /** The directory that relative paths start in. */
    public Path workspace() {
        return files.workspace();
    }

    public String defaultBranch() {
        return section.text("defaultBranch", text -> Names.argument("branch", text))
                .orElse("main");
    }

    /** Tags of images that do not say it themselves. */
    public TagOptions tagging() {
        return PublishSections.tagging(section);
    }

    /** Where images are pushed from, and not only built. */
    public PushBranches branches() {
        return PublishSections.branches(section);
    }

    /** What was built and not pushed, where whoever makes the request has it at hand. */
    public Optional<BuiltImages> built() {
        return PublishSections.built(section, application);
    }

    /** Where the build cache of the images is kept. */
    public CacheMode cache() {
        return section.text("cache", text -> CacheMode.parse(text).label())
                .map(CacheMode::parse)
                .orElse(CacheMode.NONE);
    }

    /** Files of the workspace that hold no secret, although they look as if they did. */
    public List<String> harmlessFiles() {
        return section.texts("harmlessFiles", Checks::path);
    }

    public Optional<VersionSource> version() {
        return section.find("version").map(node -> ImageSections.version(node, Optional.of(files)));
    }

    /** Whether there are images to build. */
    public boolean hasImages() {
        return section.find("images")
                .filter(node -> node.kind() != Node.Kind.LIST || !node.items().isEmpty())
                .isPresent();
    }

    /**
     * The images to build.
     *
     * @param composed those that the compose files build, asked for only where the configuration wants them
     */
    public List<ImageSpec> images(SecretSource secrets, Supplier<List<ImageSpec>> composed) {
        return images(ImageSections.Depth.BUILD, secrets, composed);
    }

    /** The images without what they are built from: their secrets hold no value, and their contexts need not exist. */
    public List<ImageSpec> imagesToRead(Supplier<List<ImageSpec>> composed) {
        return images(ImageSections.Depth.NAMES, UNFETCHED, composed);
    }

    /** Whose {@code build} sections describe images. Where nothing is said of compose files, Compose's rules find them. */
    public ComposeSettings composeOfImages(SecretSource secrets) {
        return ComposeSections.read(
                section.find("compose").orElseGet(() -> Node.mapping("", "compose", Map.of())),
                Optional.of(files),
                application,
                secrets,
                () -> secrets(secrets));
    }

    /** The same for the images' names: its secrets hold no value. */
    public ComposeSettings composeOfImages() {
        return composeOfImages(UNFETCHED);
    }

    /** The build secret that the images have under this id, for a service whose compose file wants one of that name. */
    public Optional<Secret> buildSecret(String service, String id, SecretSource secrets) {
        return section.find("images").flatMap(node -> ImageSections.buildSecret(node, service, id, secrets));
    }

    /** What was published, where whoever makes the request has it at hand. */
    public Optional<ReleaseImages> published() {
        return PublishSections.published(section, application);
    }

    public Optional<RegistryLogin> registry(SecretSource secrets) {
        return section.find("registry").map(node -> CommonSections.registry(node, secrets));
    }

    /** The registry's host and port. */
    public Optional<String> registryHost() {
        return registry(UNFETCHED).map(RegistryLogin::host);
    }

    /** The registry that images are promoted to, where it is another one than they are published in. */
    public Optional<RegistryLogin> promotion(SecretSource secrets) {
        return section.find("promotion")
                .map(node ->
                        CommonSections.registry(Section.of(node, "registry").require("registry"), secrets));
    }

    public Optional<GitHubConfig> github(SecretSource secrets) {
        return section.find("github").map(node -> CommonSections.gitHub(node, secrets));
    }

    /** The stack to start. Where it names no compose file, Compose's own rules say which there are. */
    public ComposeSettings compose(SecretSource secrets) {
        return compose(secrets, true);
    }

    /** The images that the stack starts with, where the request names them. */
    public StackImages stackImages() {
        return section.find("compose").map(ComposeSections::images).orElse(StackImages.NONE);
    }

    /** The stack to tear down: its secrets hold no value, and its files need not exist any more. */
    public ComposeSettings composeToRemove() {
        return composeToRemove(UNFETCHED);
    }

    /** The same with its secrets, for what must hide them. */
    public ComposeSettings composeToRemove(SecretSource secrets) {
        return compose(secrets, false);
    }

    public List<String> targets() {
        return section.find("targets")
                .map(node -> List.copyOf(node.entries().keySet()))
                .orElse(List.of());
    }

    /** A target with all that a release to it needs. */
    public TargetSettings target(String name, SecretSource secrets) {
        return target(name, TargetSections.Sources.all(secrets), true);
    }

    /** A target to look at: only what reaches the host is fetched, its other secrets hold no value. */
    public TargetSettings targetToRead(String name, SecretSource secrets) {
        return target(name, TargetSections.Sources.toRead(secrets), false);
    }

    /** The same to back up, which may need the database's password. */
    public TargetSettings targetToBackUp(String name, SecretSource secrets) {
        return target(name, TargetSections.Sources.toBackUp(secrets), false);
    }

    /** A target to return to an earlier release of: its files are on the host already. */
    public TargetSettings targetForRollback(String name, SecretSource secrets) {
        return target(name, TargetSections.Sources.all(secrets), false);
    }

    private TargetSettings target(String name, TargetSections.Sources from, boolean requireFiles) {
        Node node = section.find("targets")
                .map(targets -> targets.entries().get(name))
                .orElseThrow(() -> new InvalidInputException(
                        "There is no target '" + Text.printable(name) + "'.",
                        targets().isEmpty() ? "Add it under 'targets'." : Closest.advice(name, targets())));
        boolean mapping = node.kind() == Node.Kind.MAPPING;
        TargetSections.Defaults defaults = new TargetSections.Defaults(
                application,
                mapping && node.entries().containsKey("secrets") ? List.of() : secrets(from.others()),
                mapping && node.entries().containsKey("registry") ? Optional.empty() : registry(from.others()));
        return new TargetSections(node, files, requireFiles, from).read(name, defaults);
    }

    /** The secrets at the top level. */
    public List<SecretBinding> secrets(SecretSource secrets) {
        return section.find("secrets")
                .map(list -> CommonSections.bindings(list, secrets))
                .orElse(List.of());
    }

    /** The build that those are for, where they do not outlive one. */
    public Optional<StackOwner> owner() {
        return ComposeSections.owner(section);
    }

    private List<ImageSpec> images(
            ImageSections.Depth depth, SecretSource secrets, Supplier<List<ImageSpec>> composed) {
        return section.find("images")
                .map(new ImageSections(files, depth, secrets, composed)::images)
                .orElse(List.of());
    }

    private ComposeSettings compose(SecretSource secrets, boolean existing) {
        Optional<WorkspaceFiles> required = existing ? Optional.of(files) : Optional.empty();
        return ComposeSections.read(section.require("compose"), required, application, secrets, () -> secrets(secrets));
    }

    private void checkEverything() {
        defaultBranch();
        tagging();
        branches();
        built();
        cache();
        harmlessFiles();
        section.find("version").ifPresent(node -> ImageSections.version(node, Optional.empty()));
        images(ImageSections.Depth.TEXT, UNFETCHED, List::of);
        published();
        registry(UNFETCHED);
        promotion(UNFETCHED);
        github(UNFETCHED);
        secrets(UNFETCHED);
        owner();
        if (section.has("compose")) {
            compose(UNFETCHED, false);
            stackImages();
        }
        section.find("targets").ifPresent(node -> node.entries().forEach((name, value) -> {
            value.check(() -> Names.name("target", name));
            target(name, TargetSections.Sources.toRead(UNFETCHED), false);
        }));
    }
}
