package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A step that runs one command of the engine on the agent. */
public abstract class EngineExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    protected EngineExecution(StepContext context) {
        super(context);
    }

    /** The command. On a pool thread, right before the launch; may look up credentials, run, environment. */
    protected abstract EngineCall call() throws Exception;

    /** Title of the entry on the Release page, such as {@code Deploy to production}; empty for none. */
    protected String title() {
        return "";
    }

    /** Name of the target, for the entry on the Release page; empty for none. */
    protected String target() {
        return "";
    }

    /** The step's value. */
    protected Object value(EngineResult result) throws Exception {
        return null;
    }

    /** The command did not succeed: throws what the step fails with. */
    protected void failed(EngineResult result) throws Exception {
        throw new AbortException(result.message());
    }

    /** Something that the command tells while it runs. */
    protected void event(JsonNode event) {}

    @Override
    public boolean start() throws Exception {
        throw new UnsupportedOperationException();
    }
}
