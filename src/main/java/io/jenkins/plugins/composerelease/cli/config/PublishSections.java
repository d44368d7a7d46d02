package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.publish.BuiltImages;
import io.jenkins.plugins.composerelease.engine.publish.PushBranches;
import io.jenkins.plugins.composerelease.engine.publish.ReleaseImages;
import io.jenkins.plugins.composerelease.engine.publish.TagOptions;
import java.util.List;
import java.util.Optional;

/** Reads how images are published: {@code tags}, {@code tagPrefix}, {@code branches}, {@code built} and {@code published}. */
final class PublishSections {
    private PublishSections() {}

    static TagOptions tagging(Section root) {
        List<String> rules = ImageSections.tags(root);
        Optional<Section> prefix = root.find("tagPrefix").map(node -> Section.of(node, "sha", "version"));
        return new TagOptions(
                rules.isEmpty() ? List.of("sha") : rules,
                prefix.flatMap(section -> section.text("sha", Checks::tagPrefix))
                        .orElse(""),
                prefix.flatMap(section -> section.text("version", Checks::tagPrefix))
                        .orElse(""));
    }

    static PushBranches branches(Section root) {
        return new PushBranches(root.texts("branches", text -> Names.argument("branch", text)));
    }

    static Optional<BuiltImages> built(Section root, String application) {
        return root.find("built")
                .map(node -> node.check(() -> {
                    BuiltImages images = BuiltImages.parse(node.json(), "it");
                    images.requireApplication(application, "it");
                    return images;
                }));
    }

    static Optional<ReleaseImages> published(Section root, String application) {
        return root.find("published")
                .map(node -> node.check(() -> {
                    ReleaseImages images = ReleaseImages.parse(node.json(), "it");
                    images.requireApplication(application, "it");
                    return images;
                }));
    }
}
