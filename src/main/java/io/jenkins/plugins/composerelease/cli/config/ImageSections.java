package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.model.Tagging;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.publish.VersionFile;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads {@code images}, {@code tags} and {@code version}. */
final class ImageSections {
    private static final String COMPOSE = "compose";

    /** How much beside the text itself is looked at. */
    enum Depth {
        /** Nothing: compose files and files with versions may not be there. */
        TEXT,
        /** What says how the images are called and tagged. */
        NAMES,
        /** All that they are built from. */
        BUILD
    }

    private final WorkspaceFiles files;
    private final Depth depth;
    private final SecretSource secrets;
    private final Supplier<List<ImageSpec>> composed;

    /**
     * @param composed the images that the compose files build, asked for where the configuration wants them
     */
    ImageSections(WorkspaceFiles files, Depth depth, SecretSource secrets, Supplier<List<ImageSpec>> composed) {
        this.files = files;
        this.depth = depth;
        this.secrets = secrets;
        this.composed = composed;
    }

    /** A list of images, or {@code compose} for all those that the compose files build. */
    List<ImageSpec> images(Node node) {
        if (node.kind() == Node.Kind.TEXT) {
            return allComposed(node);
        }
        Map<String, ImageSpec> images = new LinkedHashMap<>();
        for (Node item : node.items()) {
            boolean ofService = item.entries().containsKey("service");
            Optional<ImageSpec> found = ofService ? ofService(item) : Optional.of(own(item));
            found.ifPresent(image -> {
                ImageSpec other = images.putIfAbsent(image.name(), image);
                // Services of one image may all be named.
                if (other != null && !(ofService && other.equals(image))) {
                    throw item.error("the image '" + image.name() + "' is there twice.", "Remove one.");
                }
            });
        }
        return List.copyOf(images.values());
    }

    private List<ImageSpec> allComposed(Node node) {
        if (!node.text().equals(COMPOSE)) {
            throw node.error(
                    "'" + Text.printable(node.text()) + "' is not valid.",
                    "Write a list of images, or 'compose' for every service with a 'build' section.");
        }
        return depth == Depth.TEXT ? List.of() : composed.get();
    }

    /** An image that the configuration describes itself. */
    private ImageSpec own(Node node) {
        Section section = Section.of(
                node,
                "name",
                "context",
                "dockerfile",
                "target",
                "buildArgs",
                "labels",
                "platforms",
                "secrets",
                "contexts",
                "ssh",
                "network",
                "noCache",
                "pull",
                "cacheKey",
                "services",
                "variable",
                "tags",
                "version");
        BuildRecipe recipe = new BuildSections(section).recipe(secrets(section));
        if (depth == Depth.BUILD) {
            BuildSections.requireFiles(section, recipe, files);
        }
        return section.build(() -> new ImageSpec(
                section.requireText("name", Checks::imageName),
                recipe,
                section.texts("services", text -> Names.name("service", text)),
                variable(section),
                tagging(section)));
    }

    /** An image that a compose file describes, with what it cannot say. */
    private Optional<ImageSpec> ofService(Node node) {
        Section section = Section.of(
                node,
                "service",
                "name",
                "buildArgs",
                "labels",
                "platforms",
                "secrets",
                "cacheKey",
                "variable",
                "tags",
                "version");
        String service = section.requireText("service", text -> Names.name("service", text));
        Optional<String> name = section.text("name", Checks::imageName);
        BuildSections more = new BuildSections(section);
        Map<String, Secret> secret = secrets(section);
        Optional<String> variable = variable(section);
        Tagging tagging = tagging(section);
        if (depth == Depth.TEXT) {
            more.added(BuildRecipe.in("."), secret);
            return Optional.empty();
        }
        ImageSpec base = composed(section.require("service"), service);
        return Optional.of(section.build(() -> new ImageSpec(
                name.orElse(base.name()), more.added(base.build(), secret), base.services(), variable, tagging)));
    }

    private ImageSpec composed(Node node, String service) {
        List<ImageSpec> all = composed.get();
        return all.stream()
                .filter(image -> image.services().contains(service))
                .findFirst()
                .orElseThrow(() -> node.error(
                        "no service '" + service + "' in the compose files has a 'build' section.",
                        Closest.advice(
                                service,
                                all.stream()
                                        .flatMap(image -> image.services().stream())
                                        .toList())));
    }

    private Map<String, Secret> secrets(Section section) {
        Map<String, Secret> found = new LinkedHashMap<>();
        section.find("secrets").ifPresent(map -> map.entries()
                .forEach((id, value) -> found.put(
                        value.check(() -> Names.name("build secret", id)), CommonSections.exact(value, secrets))));
        return found;
    }

    /**
     * A build secret that images name by its id: that of the service, else the only one. Of two teams, each may call
     * its own by the same id: none of them is another service's.
     */
    static Optional<Secret> buildSecret(Node images, String service, String id, SecretSource secrets) {
        Set<Secret> found = new LinkedHashSet<>();
        for (Node image : images.kind() == Node.Kind.LIST ? images.items() : List.<Node>of()) {
            Optional<Secret> secret = Optional.ofNullable(image.entries().get("secrets"))
                    .map(map -> map.entries().get(id))
                    .map(node -> CommonSections.exact(node, secrets));
            boolean its = Optional.ofNullable(image.entries().get("service"))
                    .filter(node -> node.text().equals(service))
                    .isPresent();
            if (its && secret.isPresent()) {
                return secret;
            }
            secret.ifPresent(found::add);
        }
        return found.stream().filter(secret -> found.size() == 1).findFirst();
    }

    private static Optional<String> variable(Section section) {
        return section.text("variable", text -> Names.variable("variable", text));
    }

    private Tagging tagging(Section section) {
        Optional<Node> node = section.find("version");
        Optional<VersionSource> source =
                node.map(version -> version(version, depth == Depth.TEXT ? Optional.empty() : Optional.of(files)));
        Optional<String> version = source.flatMap(from -> from.literal()
                .or(() -> from.file().filter(file -> depth != Depth.TEXT).map(file -> node.get()
                        .check(() -> VersionFile.read(files.workspace().resolve(file), from.pattern())))));
        return new Tagging(tags(section), version);
    }

    static List<String> tags(Section section) {
        return section.texts("tags", ImageSections::rule);
    }

    static VersionSource version(Node node, Optional<WorkspaceFiles> files) {
        if (node.kind() != Node.Kind.MAPPING) {
            return new VersionSource(
                    Optional.of(Section.checked(node, text -> Names.argument("version", text))),
                    Optional.empty(),
                    Optional.empty());
        }
        Section section = Section.of(node, "file", "pattern");
        String file = section.requireText("file", Checks::path);
        files.ifPresent(workspace -> section.require("file").check(() -> workspace.file(file)));
        return new VersionSource(Optional.empty(), Optional.of(file), section.text("pattern", Checks::regex));
    }

    private static String rule(String text) {
        if (!TagRule.isKnown(text)) {
            throw new InvalidInputException(
                    "unknown tag rule '" + Text.printable(text) + "'.", Closest.advice(text, TagRule.labels()));
        }
        TagRule.parse(text);
        return text;
    }
}
