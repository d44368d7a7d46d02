package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.AbortException;
import hudson.model.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.junit.Test;

/** Two answers that are both past the check of {@code input}, which real threads meet once in a long while only. */
public class ApprovalContextTest {
    private final Outcomes outcomes = new Outcomes();
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

    /** What reaches the Pipeline. */
    private static final class Outcomes extends StepContext {
        private static final long serialVersionUID = 1L;
        private final List<String> seen = new ArrayList<>();

        @Override
        public void onSuccess(Object result) {
            seen.add("succeeded: " + result);
        }

        @Override
        public void onFailure(Throwable failure) {
            seen.add("failed: " + failure.getMessage());
        }

        @Override
        public <T> T get(Class<T> key) throws IOException {
            seen.add("asked for " + key.getSimpleName());
            throw new IOException("no node");
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public ListenableFuture<Void> saveState() {
            return Futures.immediateFuture(null);
        }

        @Override
        public void setResult(Result result) {
            seen.add("result: " + result);
        }

        @Override
        public BodyInvoker newBodyInvoker() {
            throw new IllegalStateException("An approval has no body.");
        }

        @Override
        public boolean hasBody() {
            return false;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }
}
