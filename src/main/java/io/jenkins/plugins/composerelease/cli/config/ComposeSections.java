package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import io.jenkins.plugins.composerelease.engine.wait.StackOwner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads {@code compose}, the stack that runs on this machine. */
final class ComposeSections {
    private ComposeSections() {}

    /**
     * @param existing where the files that it names must be; empty when they need not be there
     * @param shared the secrets of a stack that names none
     */
    static ComposeSettings read(
            Node node,
            Optional<WorkspaceFiles> existing,
            String application,
            SecretSource secrets,
            Supplier<List<SecretBinding>> shared) {
        Section compose = Section.of(
                node,
                "files",
                "project",
                "services",
                "profiles",
                "envFiles",
                "variables",
                "timeout",
                "wait",
                "logs",
                "secrets",
                "freePorts",
                "images",
                "owner",
                "live",
                "liveAt");
        return new ComposeSettings(
                paths(compose, "files", existing),
                compose.text("project", Names::project).orElseGet(() -> TargetSections.projectName(application)),
                compose.texts("services", text -> Names.name("service", text)),
                compose.texts("profiles", text -> Names.name("profile", text)),
                paths(compose, "envFiles", existing),
                compose.map("variables", text -> Names.variable("variable", text), Checks::line),
                compose.duration("timeout", Duration.ofMinutes(1)),
                WaitSections.readiness(compose),
                compose.find("secrets")
                        .map(list -> CommonSections.bindings(list, secrets))
                        .orElseGet(shared),
                compose.bool("freePorts", false),
                owner(compose));
    }

    /** The images to start, where whoever makes the request names them. */
    static StackImages images(Node node) {
        List<StackImages.StackImage> images = Optional.ofNullable(node.entries().get("images"))
                .map(list -> list.items().stream().map(ComposeSections::image).toList())
                .orElse(List.of());
        return new StackImages(Optional.empty(), images);
    }

    private static StackImages.StackImage image(Node node) {
        Section section = Section.of(node, "image", "services", "variable");
        return new StackImages.StackImage(
                section.requireText("image", ComposeSections::pinned),
                section.texts("services", text -> Names.name("service", text)),
                section.text("variable", text -> Names.variable("variable", text)));
    }

    private static String pinned(String text) {
        return text.contains("@") ? ImageReference.parse(text).toString() : ImageReference.requireDigest(text);
    }

    /** The build that {@code owner}, {@code live} and {@code liveAt} of a section describe. */
    static Optional<StackOwner> owner(Section section) {
        return section.find("owner").map(node -> {
            Section owner = Section.of(node, "controller", "build", "since");
            return new StackOwner(
                    owner.requireText("controller", text -> Names.argument("controller", text)),
                    owner.requireText("build", Checks::line),
                    owner.require("since").longInteger(),
                    Set.copyOf(section.texts("live", Checks::line)),
                    section.find("liveAt").map(Node::longInteger).orElse(0L));
        });
    }

    private static List<String> paths(Section owner, String key, Optional<WorkspaceFiles> existing) {
        return owner.texts(key, path -> existing.map(files -> files.file(path)).orElseGet(() -> Checks.path(path)));
    }
}
