package org.jenkinsci.plugins.workflow.actions;

import hudson.console.AnnotatedLargeText;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

public abstract class LogAction implements PersistentAction {
    public LogAction() { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getIconFileName() { throw new AssertionError(); }
    public abstract AnnotatedLargeText<? extends FlowNode> getLogText();
    public String getUrlName() { throw new AssertionError(); }
}
