package org.jenkinsci.plugins.workflow.steps;

import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;

@SuppressWarnings({"deprecation"})
public abstract class Step extends AbstractDescribableImpl<Step> implements ExtensionPoint {
    public Step() { throw new AssertionError(); }
    public StepDescriptor getDescriptor() { throw new AssertionError(); }
    public abstract StepExecution start(StepContext a) throws Exception;
}
