package io.jenkins.plugins.composerelease.engine.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a tag is made from. A rule whose source is not there (no version, no pull request) gives no tag. */
public enum TagRule {
    /** The whole commit id; the identity of an image, never moved, always there. */
    SHA,
    /** The first 7 digits of the commit id, as Git shortens it; never moved. */
    SHA_SHORT,
    /**
     * {@code 1.2.3}, never moved, and {@code 1.2} and {@code 1}, which follow the newest version of their line. A
     * pre-release gets the full form only; {@code 0} is left out, as 0.x versions promise nothing to each other.
     */
    SEMVER,
    /** The version, whatever its form; moves, so that a version can be built again while it is being worked on. */
    VERSION,
    /** Version, {@code -}, first 7 digits of the commit id; never moved. */
    VERSION_SHA,
    /** The branch, unless a pull request is built; moves. */
    BRANCH,
    /** {@code pr-} and the number of the pull request; moves. */
    PR,
    /** {@code latest}, on the default branch or for the newest version that is no pre-release; moves. */
    LATEST,
    /** A text of one's own, with what {@link CustomTag} fills in; moves. */
    CUSTOM;

    /** What stands before the text of a {@link #CUSTOM} rule. */
    public static final String CUSTOM_PREFIX = "custom:";

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> PLACES = Set.of("sha", "sha-short", "version", "branch", "pr");

    /** The name in configuration: {@code sha}, {@code sha-short}, {@code semver} and so on. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All names, for messages and completion. */
    public static List<String> labels() {
        return Arrays.stream(values())
                .map(rule -> rule == CUSTOM ? CUSTOM_PREFIX + "TEXT" : rule.label())
                .toList();
    }

    /** Whether a rule has such a name; the text of one's own is not looked at. */
    public static boolean isKnown(String text) {
        return text.startsWith(CUSTOM_PREFIX)
                || Arrays.stream(values())
                        .anyMatch(rule -> rule != CUSTOM && rule.label().equals(text));
    }

    /**
     * A rule as configuration names it, with the text of one's own left out.
     *
     * @throws InvalidInputException if there is no such rule, or its text is none
     */
    public static TagRule parse(String text) {
        if (text.startsWith(CUSTOM_PREFIX)) {
            custom(text);
            return CUSTOM;
        }
        return Arrays.stream(values())
                .filter(rule -> rule != CUSTOM && rule.label().equals(text))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        "Unknown tag rule '" + Text.printable(text) + "'.",
                        "Use one of " + String.join(", ", labels()) + "."));
    }

    /**
     * The text of a rule {@code custom:TEXT}.
     *
     * @throws InvalidInputException if it is none
     */
    public static String custom(String rule) {
        String text = Checks.line(rule.substring(CUSTOM_PREFIX.length()));
        String fixed = PLACE.matcher(text).replaceAll("");
        if (text.isBlank() || fixed.contains("{") || fixed.contains("}")) {
            throw invalid(rule, "Write a text after 'custom:', as in custom:nightly or custom:{branch}-latest.");
        }
        PLACE.matcher(text).results().map(place -> place.group(1)).forEach(name -> {
            if (!PLACES.contains(name)) {
                throw invalid(rule, "Use no other than {sha}, {sha-short}, {version}, {branch} and {pr}.");
            }
        });
        return text;
    }

    private static InvalidInputException invalid(String rule, String advice) {
        return new InvalidInputException("Tag rule '" + Text.printable(rule) + "' is not valid.", advice);
    }
}
