package hudson.model;

public abstract class InvisibleAction implements Action {
    public InvisibleAction() { throw new AssertionError(); }
    public final String getDisplayName() { throw new AssertionError(); }
    public final String getIconFileName() { throw new AssertionError(); }
    public String getUrlName() { throw new AssertionError(); }
}
