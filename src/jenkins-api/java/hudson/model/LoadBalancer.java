package hudson.model;

import hudson.ExtensionPoint;

public abstract class LoadBalancer implements ExtensionPoint {
    public LoadBalancer() { throw new AssertionError(); }
}
