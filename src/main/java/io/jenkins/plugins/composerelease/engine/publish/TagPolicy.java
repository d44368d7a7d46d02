package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns tag rules and what is known of a build into tags. Pure. */
public final class TagPolicy {
    private final Set<TagRule> rules = EnumSet.noneOf(TagRule.class);
    private final List<CustomTag> customs;
    private final TagOptions options;

    private TagPolicy(TagOptions options) {
        this.options = options;
        options.rules().forEach(rule -> rules.add(TagRule.parse(rule)));
        this.customs = options.rules().stream()
                .filter(rule -> rule.startsWith(TagRule.CUSTOM_PREFIX))
                .distinct()
                .map(CustomTag::parse)
                .toList();
    }

    /** The policy of rules and prefixes as configuration names them. */
    public static TagPolicy of(TagOptions options) {
        return new TagPolicy(options);
    }

    /**
     * The tags of one image of a release, by its own rules and version where it has them: what {@code publish} gives it.
     *
     * @param options the release's
     * @param context the release's
     */
    public static List<Tag> tags(ImageSpec image, TagOptions options, TagContext context) {
        return of(options.withRules(image.tagging().rules())).tags(context.of(image));
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
        TagForms forms = new TagForms(rules, options);
        tags.stream().filter(Tag::moving).forEach(forms::requireOwn);
        return List.copyOf(tags);
    }

    private List<Tag> tags(TagRule rule, TagContext context) {
        Optional<String> version = context.effectiveVersion().map(text -> options.versionPrefix() + text);
        return switch (rule) {
            case SHA -> fixed(rule, Optional.of(options.shaPrefix() + context.sha()));
            case SHA_SHORT -> fixed(rule, Optional.of(options.shaPrefix() + context.shortSha()));
            case SEMVER -> semver(context);
            case VERSION -> moving(rule, version);
            case VERSION_SHA -> fixed(rule, version.map(text -> text + "-" + context.shortSha()));
            case BRANCH -> moving(rule, context.pullRequest().isPresent() ? Optional.empty() : context.branch());
            case PR -> moving(rule, context.pullRequest().map(number -> "pr-" + number));
            case LATEST -> moving(rule, isLatest(context) ? Optional.of("latest") : Optional.empty());
            case CUSTOM ->
                customs.stream()
                        .flatMap(custom -> moving(rule, custom.in(context)).stream())
                        .toList();
        };
    }

    private static List<Tag> fixed(TagRule rule, Optional<String> text) {
        return text.stream()
                .map(name -> new Tag(TagText.valid(name), false, rule))
                .toList();
    }

    private static List<Tag> moving(TagRule rule, Optional<String> text) {
        return text.stream()
                .map(name -> new Tag(TagText.valid(name), true, rule))
                .toList();
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
        String prefix = options.versionPrefix();
        List<Tag> tags = new ArrayList<>(fixed(TagRule.SEMVER, Optional.of(prefix + version)));
        for (int parts = 2; parts >= 1 && !version.isPreRelease(); parts--) {
            boolean line = parts == 2 || version.numbers().get(0).signum() > 0;
            if (line && context.isNewest(version, parts)) {
                tags.addAll(moving(TagRule.SEMVER, Optional.of(prefix + version.line(parts))));
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

    private static void requireDistinct(List<Tag> tags) {
        Map<String, Tag> seen = new LinkedHashMap<>();
        for (Tag tag : tags) {
            Tag other = seen.putIfAbsent(tag.name(), tag);
            if (other != null) {
                throw TagForms.clash(other.rule(), tag);
            }
        }
    }
}
