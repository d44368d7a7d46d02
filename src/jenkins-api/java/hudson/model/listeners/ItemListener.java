package hudson.model.listeners;

import hudson.ExtensionPoint;

public class ItemListener implements ExtensionPoint {
    public ItemListener() { throw new AssertionError(); }
    public void onBeforeShutdown() { throw new AssertionError(); }
}
