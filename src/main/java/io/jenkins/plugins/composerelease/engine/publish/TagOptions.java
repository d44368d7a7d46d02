package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.TagRule;
import java.util.List;

/**
 * How the images of a release are tagged, where they do not say it themselves.
 *
 * @param rules tag rules of images that name none, see {@link TagRule}
 * @param shaPrefix put before {@code sha} and {@code sha-short} tags, for example {@code sha-}
 * @param versionPrefix put before {@code semver}, {@code version} and {@code version-sha} tags, for example {@code v}
 */
public record TagOptions(List<String> rules, String shaPrefix, String versionPrefix) {
    public TagOptions {
        rules = List.copyOf(rules);
        Checks.tagPrefix(shaPrefix);
        Checks.tagPrefix(versionPrefix);
    }

    /** Rules without prefixes. */
    public static TagOptions of(List<String> rules) {
        return new TagOptions(rules, "", "");
    }

    /** The same for an image that has rules of its own; none means these. */
    public TagOptions withRules(List<String> own) {
        return own.isEmpty() ? this : new TagOptions(own, shaPrefix, versionPrefix);
    }
}
