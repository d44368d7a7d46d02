package hudson.model;

import hudson.model.queue.FoldableAction;
import jenkins.model.RunAction2;

public class CauseAction implements FoldableAction, RunAction2 {
    public CauseAction(Cause a) { throw new AssertionError(); }
    public String getDisplayName() { throw new AssertionError(); }
    public String getIconFileName() { throw new AssertionError(); }
    public String getUrlName() { throw new AssertionError(); }
    public void onAttached(Run<?, ?> a) { throw new AssertionError(); }
    public void onLoad(Run<?, ?> a) { throw new AssertionError(); }
}
