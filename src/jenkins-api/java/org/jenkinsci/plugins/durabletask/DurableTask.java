package org.jenkinsci.plugins.durabletask;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;

@SuppressWarnings({"deprecation"})
public abstract class DurableTask extends AbstractDescribableImpl<DurableTask> implements ExtensionPoint {
    public DurableTask() { throw new AssertionError(); }
}
