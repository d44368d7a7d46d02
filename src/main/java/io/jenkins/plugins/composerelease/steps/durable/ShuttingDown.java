package io.jenkins.plugins.composerelease.steps.durable;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;

/** Knows that Jenkins goes down before {@code Jenkins.isTerminating} does: a process that ends meanwhile is heard of after the restart. */
@Extension
public final class ShuttingDown extends ItemListener {
    private volatile boolean begun;

    static boolean hasBegun() {
        return ExtensionList.lookupSingleton(ShuttingDown.class).begun;
    }

    @Override
    public void onBeforeShutdown() {
        begun = true;
    }
}
