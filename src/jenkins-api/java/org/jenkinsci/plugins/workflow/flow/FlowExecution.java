package org.jenkinsci.plugins.workflow.flow;

import org.jenkinsci.plugins.workflow.graph.FlowActionStorage;
import org.jenkinsci.plugins.workflow.graph.GraphLookupView;

public abstract class FlowExecution implements FlowActionStorage, GraphLookupView {
    public FlowExecution() { throw new AssertionError(); }
    public FlowDurabilityHint getDurabilityHint() { throw new AssertionError(); }
    public abstract FlowExecutionOwner getOwner();
    public boolean isComplete() { throw new AssertionError(); }
}
