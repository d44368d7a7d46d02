package io.jenkins.plugins.composerelease.steps.durable;

import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A step with a body between two commands of the engine: one that starts something, and one that always removes it. */
public abstract class EngineBlockExecution extends EngineExecution {
    private static final long serialVersionUID = 1L;

    protected EngineBlockExecution(StepContext context) {
        super(context);
    }

    /** Prepares the body: its environment and log filters. */
    protected abstract BodyInvoker body(BodyInvoker invoker, EngineResult started) throws Exception;

    /** The command that removes what {@link #call} started. It runs whatever happened; its failure never hides the body's. */
    protected abstract EngineCall cleanUp(boolean bodySucceeded) throws Exception;
}
