package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which tags the rules give in other builds, so that no tag that moves is one of them. */
final class TagForms {
    private final Map<TagRule, Pattern> forms = new EnumMap<>(TagRule.class);

    /**
     * @param rules those of the image; {@code sha} counts always
     */
    TagForms(Set<TagRule> rules, TagOptions options) {
        String sha = Pattern.quote(options.shaPrefix());
        String version = Pattern.quote(options.versionPrefix());
        Map<TagRule, String> all = Map.of(
                TagRule.SHA, sha + "([0-9a-f]{40}|[0-9a-f]{64})",
                TagRule.SHA_SHORT, sha + "[0-9a-f]{7}",
                TagRule.VERSION_SHA, version + "v?[0-9].*-[0-9a-f]{7}",
                TagRule.SEMVER, version + "[0-9]+(\\.[0-9]+(\\.[0-9]+(-.*)?)?)?",
                TagRule.LATEST, "latest",
                TagRule.PR, "pr-[0-9]+");
        all.forEach((rule, form) -> {
            if (rule == TagRule.SHA || rules.contains(rule)) {
                forms.put(rule, Pattern.compile(form));
            }
        });
    }

    /** Refuses a tag that a rule other than its own gives in another build: they would take it from each other. */
    void requireOwn(Tag tag) {
        if (tag.name().equals(ImagePusher.INCOMING)) {
            throw new InvalidInputException(
                    "The tag rule '" + tag.rule().label() + "' gives the tag '" + tag.name()
                            + "', which every image has while it is pushed.",
                    "Rename the branch or version it comes from.");
        }
        if (tag.rule() == TagRule.LATEST || tag.rule() == TagRule.PR || tag.rule() == TagRule.SEMVER) {
            return; // made here, in their own form
        }
        forms.forEach((rule, form) -> {
            // A version looks like one: whether it is the same one is known when the tags of this build are compared.
            boolean version = tag.rule() == TagRule.VERSION && rule == TagRule.SEMVER;
            if (!version && form.matcher(tag.name()).matches()) {
                throw clash(rule, tag);
            }
        });
    }

    static InvalidInputException clash(TagRule rule, Tag tag) {
        return new InvalidInputException(
                "The tag rules '" + rule.label() + "' and '" + tag.rule().label() + "' both give the tag '" + tag.name()
                        + "'.",
                "Remove one of the rules, or rename the branch or version it comes from.");
    }
}
