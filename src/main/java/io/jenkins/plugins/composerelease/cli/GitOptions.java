package io.jenkins.plugins.composerelease.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What is released, where Git and the build server's variables do not tell. */
final class GitOptions {
    @Option(
            names = "--sha",
            paramLabel = "SHA",
            description = "Git revision. Default: GIT_COMMIT, or HEAD; 'publish' and 'tags' take HEAD first.")
    private Optional<String> sha = Optional.empty();

    @Option(names = "--branch", paramLabel = "NAME", description = "Git branch. Default: BRANCH_NAME, or HEAD's.")
    private Optional<String> branch = Optional.empty();

    @Option(names = "--tag", paramLabel = "NAME", description = "Git tag. Default: TAG_NAME, or HEAD's.")
    private Optional<String> tag = Optional.empty();

    @Option(names = "--pr", paramLabel = "NUMBER", description = "Pull request. Default: CHANGE_ID.")
    private Optional<Integer> pullRequest = Optional.empty();

    Optional<String> sha() {
        return sha;
    }

    Optional<String> branch() {
        return branch;
    }

    Optional<String> tag() {
        return tag;
    }

    Optional<Integer> pullRequest() {
        return pullRequest;
    }
}
