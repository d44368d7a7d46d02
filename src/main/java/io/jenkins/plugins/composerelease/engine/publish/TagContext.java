package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.ImageSpec;
import io.jenkins.plugins.composerelease.engine.model.Names;
import java.util.List;
import java.util.Optional;

/**
 * What tags are made from.
 *
 * @param sha commit id
 * @param branch branch that is built; empty for a detached HEAD that nothing names
 * @param defaultBranch the branch that {@code latest} follows
 * @param version version that is released; where empty, a {@code gitTag} such as {@code v1.2.3} gives it
 * @param gitTag Git tag that is built
 * @param pullRequest number of the pull request that is built
 * @param released versions released so far, Git tags as they are; what is no version is skipped
 */
public record TagContext(
        String sha,
        Optional<String> branch,
        String defaultBranch,
        Optional<String> version,
        Optional<String> gitTag,
        Optional<Integer> pullRequest,
        List<String> released) {
    static final int SHORT = 7;

    public TagContext {
        Names.revision(sha);
        Names.argument("default branch", defaultBranch);
        branch.ifPresent(name -> Names.argument("branch", name));
        version.ifPresent(text -> Names.argument("version", text));
        gitTag.ifPresent(name -> Names.argument("Git tag", name));
        released = List.copyOf(released);
    }

    public static TagContext of(GitState git, String defaultBranch, Optional<String> version) {
        return new TagContext(
                git.sha(), git.branch(), defaultBranch, version, git.tag(), git.pullRequest(), git.allTags());
    }

    /** The same for an image that may have a version of its own. */
    TagContext of(ImageSpec image) {
        return image.tagging().version().isEmpty()
                ? this
                : new TagContext(sha, branch, defaultBranch, image.tagging().version(), gitTag, pullRequest, released);
    }

    /** The version without a leading {@code v}: the given one, or the Git tag's where that is a version. */
    public Optional<String> effectiveVersion() {
        return version.map(text -> Version.parse(text).isPresent() && text.startsWith("v") ? text.substring(1) : text)
                .or(() -> gitTag.flatMap(Version::parse).map(Version::toString));
    }

    /** The commit id as Git shortens it. */
    String shortSha() {
        return sha.substring(0, SHORT);
    }

    /** Whether no released version is higher, among those that share the first {@code parts} numbers. */
    boolean isNewest(Version version, int parts) {
        return released.stream()
                .flatMap(text -> Version.parse(text).stream())
                .filter(other -> !other.isPreRelease() && other.sharesLine(version, parts))
                .noneMatch(other -> other.compareTo(version) > 0);
    }
}
