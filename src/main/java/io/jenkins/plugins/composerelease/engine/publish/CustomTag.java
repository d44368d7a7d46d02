package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.TagRule;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag rule {@code custom:TEXT}. In the text, <code>{sha}</code>, <code>{sha-short}</code>, <code>{version}</code>,
 * <code>{branch}</code> and <code>{pr}</code> are filled in; where one of them is not known, the rule gives no tag.
 */
record CustomTag(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    static CustomTag parse(String rule) {
        return new CustomTag(TagRule.custom(rule));
    }

    /** The tag's text; empty where something of it is not known. */
    Optional<String> in(TagContext context) {
        StringBuilder filled = new StringBuilder();
        Matcher places = PLACE.matcher(text);
        while (places.find()) {
            Optional<String> value = value(places.group(1), context);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            places.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(places.appendTail(filled).toString());
    }

    private static Optional<String> value(String name, TagContext context) {
        return switch (name) {
            case "sha" -> Optional.of(context.sha());
            case "sha-short" -> Optional.of(context.shortSha());
            case "version" -> context.effectiveVersion();
            case "branch" -> context.pullRequest().isPresent() ? Optional.empty() : context.branch();
            default -> context.pullRequest().map(String::valueOf);
        };
    }
}
