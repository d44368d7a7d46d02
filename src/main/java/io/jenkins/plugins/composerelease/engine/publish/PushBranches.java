package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;

/**
 * The branches that images are pushed from; elsewhere they are only built.
 *
 * @param globs branch names, {@code *} for any characters, tags as {@code refs/tags/...}; empty means all
 */
public record PushBranches(List<String> globs) {
    private static final String TAGS = "refs/tags/";

    public PushBranches {
        globs = List.copyOf(globs);
    }

    /** Whether what is built may be pushed. A pull request is meant by its own name only ({@code PR-*}). */
    public boolean allow(GitState git) {
        String name = name(git);
        boolean tag = name.startsWith(TAGS);
        return globs.isEmpty()
                || globs.stream()
                        .filter(glob -> glob.startsWith(TAGS) == tag)
                        .filter(glob -> git.pullRequest().isEmpty() || !glob.startsWith("*"))
                        .anyMatch(glob -> Text.matches(glob, name));
    }

    /** Why nothing is pushed, for the log. */
    public String refusal(GitState git) {
        String name = name(git);
        return (name.isEmpty()
                        ? "no branch is known here"
                        : "'" + Text.printable(name) + "' is not one of these branches")
                + " (" + String.join(", ", globs) + ")";
    }

    private static String name(GitState git) {
        return git.branch().or(() -> git.tag().map(TAGS::concat)).orElse("");
    }
}
