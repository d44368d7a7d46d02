package org.jenkinsci.plugins.workflow.graph;

import java.util.List;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

@SuppressWarnings({"unchecked"})
public abstract class BlockEndNode<START extends BlockStartNode> extends FlowNode {
    public BlockEndNode(FlowExecution a, String b, START c, List<FlowNode> d) { super((FlowExecution) null, (String) null, (List) null); throw new AssertionError(); }
    public START getStartNode() { throw new AssertionError(); }
}
