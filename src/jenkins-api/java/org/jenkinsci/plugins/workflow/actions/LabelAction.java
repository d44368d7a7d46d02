package org.jenkinsci.plugins.workflow.actions;

public class LabelAction implements PersistentAction {
    public LabelAction(String a) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getIconFileName() { throw new AssertionError(); }
    public String getUrlName() { throw new AssertionError(); }
}
