package io.jenkins.plugins.composerelease.cli;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.publish.Tag;
import io.jenkins.plugins.composerelease.engine.publish.TagContext;
import io.jenkins.plugins.composerelease.engine.publish.TagPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows which tags a build gets. */
@Command(name = "tags", description = "Prints the tags that 'publish' would give to each image.")
final class TagsCommand extends BaseCommand {
    @Mixin
    private GitOptions git = new GitOptions();

    @Mixin
    private VersionOption version = new VersionOption();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    void run(Session session) {
        TagContext context = TagContext.of(
                new GitFacts(session, git).described(), session.release().defaultBranch(), version.of(session));
        Map<String, List<Tag>> tags = new LinkedHashMap<>();
        for (ImageSpec image : DeclaredImages.toRead(session)) {
            tags.put(image.name(), TagPolicy.tags(image, session.release().tagging(), context));
        }
        if (tags.isEmpty()) {
            tags.put("", TagPolicy.of(session.release().tagging()).tags(context));
        }
        session.result(json, results(tags), () -> text(tags));
    }

    private static Map<String, List<TagResult>> results(Map<String, List<Tag>> tags) {
        Map<String, List<TagResult>> results = new LinkedHashMap<>();
        tags.forEach((image, list) -> results.put(
                image,
                list.stream()
                        .map(tag -> new TagResult(
                                tag.name(), tag.moving(), tag.rule().label()))
                        .toList()));
        return results;
    }

    private static String text(Map<String, List<Tag>> tags) {
        List<String> lines = new ArrayList<>();
        tags.forEach((image, list) ->
                list.forEach(tag -> lines.add(image.isEmpty() ? tag.name() : image + ":" + tag.name())));
        return String.join("\n", lines);
    }

    /**
     * A tag as {@code --json} prints it.
     *
     * @param moving whether it follows newer images
     * @param rule name of its rule
     */
    record TagResult(String name, boolean moving, String rule) {}
}
