package org.jenkinsci.plugins.workflow.graph;

import hudson.model.Action;
import hudson.model.Actionable;
import hudson.model.Saveable;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

public abstract class FlowNode extends Actionable implements Saveable {
    protected FlowNode(FlowExecution a, String b, List<FlowNode> c) { throw new AssertionError(); }
    public <T extends Action> T getAction(Class<T> a) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public List<? extends BlockStartNode> getEnclosingBlocks() { throw new AssertionError(); }
    public final ErrorAction getError() { throw new AssertionError(); }
    public String getId() { throw new AssertionError(); }
    public final <T extends Action> T getPersistentAction(Class<T> a) { throw new AssertionError(); }
    public void save() throws IOException { throw new AssertionError(); }
}
