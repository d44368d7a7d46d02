package org.jenkinsci.plugins.workflow.flow;

import java.util.Iterator;

public class FlowExecutionList implements Iterable<FlowExecution> {
    public FlowExecutionList() { throw new AssertionError(); }
    public static FlowExecutionList get() { throw new AssertionError(); }
    public Iterator<FlowExecution> iterator() { throw new AssertionError(); }
}
