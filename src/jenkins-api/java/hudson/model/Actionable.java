package hudson.model;

import java.util.List;
import jenkins.model.ModelObjectWithContextMenu;

public abstract class Actionable extends AbstractModelObject implements ModelObjectWithContextMenu {
    public Actionable() { throw new AssertionError(); }
    public void addAction(Action a) { throw new AssertionError(); }
    public <T extends Action> T getAction(Class<T> a) { throw new AssertionError(); }
    public <T extends Action> List<T> getActions(Class<T> a) { throw new AssertionError(); }
}
