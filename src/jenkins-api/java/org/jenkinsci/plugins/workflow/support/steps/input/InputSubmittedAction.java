package org.jenkinsci.plugins.workflow.support.steps.input;

import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;

public class InputSubmittedAction implements PersistentAction {
    public InputSubmittedAction(String a, Map<String, Object> b) { throw new AssertionError(); }
    public String getApprover() { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getIconFileName() { throw new AssertionError(); }
    public String getUrlName() { throw new AssertionError(); }
}
