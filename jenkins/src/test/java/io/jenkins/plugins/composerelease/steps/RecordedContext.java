package io.jenkins.plugins.composerelease.steps;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What reaches the Pipeline. */
class RecordedContext extends StepContext {
    private static final long serialVersionUID = 1L;
    final List<String> seen = new ArrayList<>();

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
        throw new IllegalStateException("There is no body.");
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
