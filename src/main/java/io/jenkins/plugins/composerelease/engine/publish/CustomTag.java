package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag rule {@code custom:TEXT}. In the text, <code>{sha}</code>, <code>{sha-short}</code>, <code>{version}</code>,
 * <code>{branch}</code> and <code>{pr}</code> are filled in; where one of them is not known, the rule gives no tag.
 */
record CustomTag(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> KNOWN = Set.of("sha", "sha-short", "version", "branch", "pr");

    static CustomTag parse(String rule) {
        String text = Checks.line(rule.substring(TagRule.CUSTOM_PREFIX.length()));
        String fixed = PLACE.matcher(text).replaceAll("");
        if (text.isBlank() || fixed.contains("{") || fixed.contains("}")) {
            throw invalid(rule, "Write a text after 'custom:', as in custom:nightly or custom:{branch}-latest.");
        }
        PLACE.matcher(text).results().map(place -> place.group(1)).forEach(name -> {
            if (!KNOWN.contains(name)) {
                throw invalid(rule, "Use no other than {sha}, {sha-short}, {version}, {branch} and {pr}.");
            }
        });
        return new CustomTag(text);
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

    private static InvalidInputException invalid(String rule, String advice) {
        return new InvalidInputException("Tag rule '" + Text.printable(rule) + "' is not valid.", advice);
    }
}
