package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Turns tag rules and what is known of a build into tags. Pure. */
public final class TagPolicy {
    private static final int SHORT = 7;

    private final Set<TagRule> rules;
    private final String shaPrefix;
    private final String versionPrefix;

    /**
     * @param shaPrefix put before {@code sha} and {@code sha-short} tags, for example {@code sha-}
     * @param versionPrefix put before {@code semver}, {@code version} and {@code version-sha} tags, for example
     *     {@code v}
     */
    public TagPolicy(List<TagRule> rules, String shaPrefix, String versionPrefix) {
        this.rules = rules.isEmpty() ? EnumSet.noneOf(TagRule.class) : EnumSet.copyOf(rules);
        this.shaPrefix = shaPrefix;
        this.versionPrefix = versionPrefix;
    }

    /** The policy of rules as configuration names them, without prefixes. */
    public static TagPolicy of(List<String> rules) {
        return new TagPolicy(rules.stream().map(TagRule::parse).toList(), "", "");
    }

    /**
     * The tags of one image: first its identity, the {@code sha} tag, whether or not the rules name it; then the others
     * in the order of {@link TagRule}.
     *
     * @throws InvalidInputException if two rules give the same tag, now or in another build (a branch {@code latest}
     *     or {@code 1.2} beside the rules {@code latest} or {@code semver}), or {@code semver} meets a version that is
     *     none
     */
    public List<Tag> tags(TagContext context) {
        List<Tag> tags = new ArrayList<>();
        for (TagRule rule : TagRule.values()) {
            if (rule == TagRule.SHA || rules.contains(rule)) {
                tags.addAll(tags(rule, context));
            }
        }
        requireDistinct(tags);
        tags.stream().filter(tag -> tag.rule() == TagRule.BRANCH).forEach(this::requireOwn);
        return List.copyOf(tags);
    }

    private List<Tag> tags(TagRule rule, TagContext context) {
        boolean pullRequest = context.pullRequest().isPresent();
        return switch (rule) {
            case SHA -> List.of(new Tag(TagText.valid(shaPrefix + context.sha()), false, rule));
            case SHA_SHORT -> List.of(new Tag(TagText.valid(shaPrefix + shortSha(context)), false, rule));
            case SEMVER -> semver(context);
            case VERSION ->
                context.effectiveVersion().stream()
                        .map(version -> new Tag(TagText.valid(versionPrefix + version), true, rule))
                        .toList();
            case VERSION_SHA ->
                context.effectiveVersion().stream()
                        .map(version -> versionPrefix + version + "-" + shortSha(context))
                        .map(text -> new Tag(TagText.valid(text), false, rule))
                        .toList();
            case BRANCH ->
                context.branch().stream()
                        .filter(branch -> !pullRequest)
                        .map(branch -> new Tag(TagText.valid(branch), true, rule))
                        .toList();
            case PR ->
                context.pullRequest().stream()
                        .map(number -> new Tag("pr-" + number, true, rule))
                        .toList();
            case LATEST -> isLatest(context) ? List.of(new Tag("latest", true, rule)) : List.of();
        };
    }

    private List<Tag> semver(TagContext context) {
        if (context.effectiveVersion().isEmpty()) {
            return List.of();
        }
        String text = context.effectiveVersion().get();
        Version version = Version.parse(text)
                .orElseThrow(() -> new InvalidInputException(
                        "Tag rule 'semver' needs a semantic version, not '" + Text.printable(text) + "'.",
                        "Write the version like 1.2.3 or 1.2.3-rc.1, or use the rule 'version'."));
        List<Tag> tags = new ArrayList<>();
        tags.add(new Tag(TagText.valid(versionPrefix + version), false, TagRule.SEMVER));
        for (int parts = 2; parts >= 1 && !version.isPreRelease(); parts--) {
            boolean line = parts == 2 || version.numbers().get(0).signum() > 0;
            if (line && context.isNewest(version, parts)) {
                tags.add(new Tag(TagText.valid(versionPrefix + version.line(parts)), true, TagRule.SEMVER));
            }
        }
        return tags;
    }

    private static boolean isLatest(TagContext context) {
        if (context.pullRequest().isPresent()) {
            return false;
        }
        boolean newest = context.gitTag()
                .flatMap(Version::parse)
                .filter(version -> !version.isPreRelease() && context.isNewest(version, 0))
                .isPresent();
        return newest
                || context.branch().filter(context.defaultBranch()::equals).isPresent();
    }

    private static String shortSha(TagContext context) {
        return context.sha().substring(0, SHORT);
    }

    /** A branch's tag must not be one that another rule gives in another build: they would take it from each other. */
    private void requireOwn(Tag branch) {
        Map<TagRule, String> forms = Map.of(
                TagRule.LATEST, "latest",
                TagRule.PR, "pr-[0-9]+",
                TagRule.SEMVER, Pattern.quote(versionPrefix) + "[0-9]+(\\.[0-9]+(\\.[0-9]+(-.*)?)?)?");
        for (TagRule rule : rules) {
            if (forms.containsKey(rule) && branch.name().matches(forms.get(rule))) {
                throw clash(rule, branch);
            }
        }
    }

    private static void requireDistinct(List<Tag> tags) {
        Map<String, Tag> seen = new LinkedHashMap<>();
        for (Tag tag : tags) {
            Tag other = seen.putIfAbsent(tag.name(), tag);
            if (other != null) {
                throw clash(other.rule(), tag);
            }
        }
    }

    private static InvalidInputException clash(TagRule rule, Tag tag) {
        return new InvalidInputException(
                "The tag rules '" + rule.label() + "' and '" + tag.rule().label() + "' both give the tag '" + tag.name()
                        + "'.",
                "Remove one of the rules, or rename the branch or version it comes from.");
    }
}
