package jenkins.model;

import hudson.ExtensionPoint;
import hudson.model.Action;
import java.util.Collection;

public abstract class TransientActionFactory<T> implements ExtensionPoint {
    public TransientActionFactory() { throw new AssertionError(); }
    public abstract Collection<? extends Action> createFor(T a);
    public abstract Class<T> type();
}
