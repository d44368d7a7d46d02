package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.AbortException;
import org.junit.Test;

/** Two answers that are both past the check of {@code input}, which real threads meet once in a long while only. */
public class ApprovalContextTest {
    private final RecordedContext outcomes = new RecordedContext();
    private final ApprovalContext context = new ApprovalContext(outcomes, "plan");

    @Test
    public void anApprovalAfterAnAbortIsNotEvenLookedAt() {
        context.onFailure(new AbortException("aborted"));
        context.onSuccess("alice");
        assertThat(outcomes.seen).containsExactly("failed: aborted");
    }

    @Test
    public void anAbortAfterAnApprovalCountsForNothing() {
        context.onSuccess("alice");
        context.onFailure(new AbortException("aborted"));
        assertThat(outcomes.seen).containsExactly("asked for FlowNode", "failed: no node");
    }

    @Test
    public void ofTwoApprovalsOneCounts() {
        context.onSuccess("alice");
        context.onSuccess("bob");
        assertThat(outcomes.seen).containsExactly("asked for FlowNode", "failed: no node");
    }
}
