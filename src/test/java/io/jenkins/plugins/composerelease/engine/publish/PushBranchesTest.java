package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class PushBranchesTest {
    private final PushBranches branches = new PushBranches(List.of("main", "release/*", "refs/tags/v*"));

    @Test
    public void allowsItsBranchesAndTags() {
        assertThat(branches.allow(git("main", null, null))).isTrue();
        assertThat(branches.allow(git("release/2/x", null, null))).isTrue();
        assertThat(branches.allow(git(null, "v1.0", null))).isTrue();
        assertThat(new PushBranches(List.of()).allow(git(null, null, null))).isTrue();
    }

    @Test
    public void refusesOthersAndSaysWhy() {
        GitState feature = git("feature/main", "v1.0", null);
        assertThat(branches.allow(feature)).isFalse();
        assertThat(branches.refusal(feature))
                .isEqualTo("'feature/main' is not one of these branches (main, release/*, refs/tags/v*)");
        assertThat(branches.allow(git("Main", null, null))).isFalse();
        assertThat(branches.allow(git("v1.0", null, null))).isFalse();
        assertThat(branches.allow(git(null, "main", null))).isFalse();
        assertThat(branches.allow(git(null, null, null))).isFalse();
        assertThat(branches.refusal(git(null, null, null))).startsWith("no branch is known here (main");
    }

    @Test
    public void meansPullRequestsByTheirOwnNameOnly() {
        GitState request = git("PR-7", null, 7);
        assertThat(new PushBranches(List.of("*")).allow(request)).isFalse();
        assertThat(new PushBranches(List.of("*")).allow(git("x", null, null))).isTrue();
        assertThat(new PushBranches(List.of("PR-*")).allow(request)).isTrue();
    }

    private static GitState git(String branch, String tag, Integer pullRequest) {
        return GitState.of(
                "0123456789abcdef0123456789abcdef01234567",
                Optional.ofNullable(branch),
                Optional.ofNullable(tag),
                Optional.ofNullable(pullRequest),
                List.of());
    }
}
