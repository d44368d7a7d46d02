package hudson.model;

import hudson.model.labels.LabelAssignmentAction;
import java.util.Iterator;
import java.util.List;
import jenkins.model.RunAction2;

public class ParametersAction implements RunAction2, Iterable<ParameterValue>, Queue.QueueAction, EnvironmentContributingAction, LabelAssignmentAction {
    public ParametersAction(List<ParameterValue> a) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getIconFileName() { throw new AssertionError(); }
    public String getUrlName() { throw new AssertionError(); }
    public Iterator<ParameterValue> iterator() { throw new AssertionError(); }
    public void onAttached(Run<?, ?> a) { throw new AssertionError(); }
    public void onLoad(Run<?, ?> a) { throw new AssertionError(); }
}
