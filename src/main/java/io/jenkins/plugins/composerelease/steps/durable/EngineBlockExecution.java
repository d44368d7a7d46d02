package io.jenkins.plugins.composerelease.steps.durable;

import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step with a body between two commands of the engine: one that starts something, and one that always removes it. */
public abstract class EngineBlockExecution extends EngineExecution {
    private static final long serialVersionUID = 1L;
    private BodyExecution running;

    protected EngineBlockExecution(StepContext context) {
        super(context);
    }

    /** Prepares the body: its environment and log filters. */
    protected abstract BodyInvoker body(BodyInvoker invoker, EngineResult started) throws Exception;

    /** The command that removes what {@link #call} started. It runs whatever happened; its failure never hides the body's. */
    @Override
    protected abstract EngineCall cleanUp(boolean bodySucceeded) throws Exception;

    @Override
    void succeeded(EngineResult result) throws Exception {
        BodyInvoker invoker = body(getContext().newBodyInvoker(), result).withCallback(new Callback(this));
        BodyExecution body;
        synchronized (this) {
            body = invoker.start();
            running = body;
        }
        if (interruption() != null) {
            body.cancel(interruption()); // it was stopped while the body was prepared
        }
    }

    @Override
    public void stop(Throwable why) throws Exception {
        BodyExecution body = running();
        if (body == null) {
            super.stop(why);
        } else {
            body.cancel(why);
        }
    }

    private synchronized BodyExecution running() {
        return running;
    }

    @Override
    public void onResume() {
        if (running() == null) {
            super.onResume();
        }
    }

    private void bodyEnded(Object value, Throwable failure) {
        synchronized (this) {
            running = null;
        }
        conclude(value, failure);
    }

    @Override
    public String getStatus() {
        return running() == null ? super.getStatus() : "running its body";
    }

    private static final class Callback extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;
        private final EngineBlockExecution step;

        private Callback(EngineBlockExecution step) {
            this.step = step;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            step.bodyEnded(result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            step.bodyEnded(null, failure == null ? new AbortException("The body failed.") : failure);
        }
    }
}
