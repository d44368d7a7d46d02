package org.jenkinsci.plugins.workflow.graphanalysis;

import java.util.Iterator;
import java.util.List;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

public abstract class AbstractFlowScanner implements Iterable<FlowNode>, Filterator<FlowNode> {
    public AbstractFlowScanner() { throw new AssertionError(); }
    public List<FlowNode> allNodes(FlowExecution a) { throw new AssertionError(); }
    public boolean hasNext() { throw new AssertionError(); }
    public Iterator<FlowNode> iterator() { throw new AssertionError(); }
    public FlowNode next() { throw new AssertionError(); }
}
