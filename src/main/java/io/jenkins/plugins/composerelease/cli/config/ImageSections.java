package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Text;
import io.jenkins.plugins.composerelease.engine.publish.TagRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code images}, {@code tags} and {@code version}. */
final class ImageSections {
    private ImageSections() {}

    static List<ImageSpec> images(Node list, Optional<WorkspaceFiles> files) {
        Set<String> names = new HashSet<>();
        return list.items().stream()
                .map(item -> {
                    ImageSpec image = image(item, files);
                    if (!names.add(image.name())) {
                        throw item.error("the image '" + image.name() + "' is there twice.", "Remove one.");
                    }
                    return image;
                })
                .toList();
    }

    private static ImageSpec image(Node node, Optional<WorkspaceFiles> files) {
        Section section = Section.of(
                node, "name", "context", "dockerfile", "target", "buildArgs", "services", "variable", "tags");
        String context = section.text("context", text -> text.equals(".") ? text : Checks.path(text))
                .orElse(".");
        Optional<String> dockerfile = section.text("dockerfile", Checks::path);
        ImageSpec image = section.build(() -> new ImageSpec(
                section.requireText("name", Checks::imageName),
                context,
                dockerfile,
                section.text("target", text -> Names.name("build target", text)),
                section.map("buildArgs", text -> Names.variable("build argument", text), Checks::line),
                section.texts("services", text -> Names.name("service", text)),
                section.text("variable", text -> Names.variable("variable", text)),
                tags(section)));
        files.ifPresent(workspace -> {
            section.find("context").orElse(node).check(() -> workspace.directory(context));
            String path = dockerfile.orElse("Dockerfile");
            section.find("dockerfile")
                    .orElse(node)
                    .check(() -> workspace.file(context.equals(".") ? path : context + "/" + path));
        });
        return image;
    }

    static List<String> tags(Section section) {
        return section.texts("tags", ImageSections::rule);
    }

    static VersionSource version(Node node, Optional<WorkspaceFiles> files) {
        if (node.kind() != Node.Kind.MAPPING) {
            return new VersionSource(
                    Optional.of(Section.checked(node, ImageReference::requireTag)), Optional.empty(), Optional.empty());
        }
        Section section = Section.of(node, "file", "pattern");
        String file = section.requireText("file", Checks::path);
        files.ifPresent(workspace -> section.require("file").check(() -> workspace.file(file)));
        return new VersionSource(Optional.empty(), Optional.of(file), section.text("pattern", Checks::regex));
    }

    private static String rule(String text) {
        if (!TagRule.labels().contains(text)) {
            throw new InvalidInputException(
                    "unknown tag rule '" + Text.printable(text) + "'.", Closest.advice(text, TagRule.labels()));
        }
        return text;
    }
}
