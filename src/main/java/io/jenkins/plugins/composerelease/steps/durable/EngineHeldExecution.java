package io.jenkins.plugins.composerelease.steps.durable;

import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A step whose command runs while its body does: the body starts at the command's event {@code ready}, and how it ended goes
 * to the command by a file ({@code --verdict}, which is added to the call).
 */
public abstract class EngineHeldExecution extends EngineExecution {
    private static final long serialVersionUID = 1L;

    protected EngineHeldExecution(StepContext context) {
        super(context);
    }

    /** Prepares the body: its environment and log filters. */
    protected BodyInvoker body(BodyInvoker invoker) throws Exception {
        return invoker;
    }
}
