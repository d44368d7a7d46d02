package org.jenkinsci.plugins.workflow.support.steps.input;

import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.AbstractStepImpl;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

@SuppressWarnings({"deprecation"})
public class InputStep extends AbstractStepImpl implements Serializable {
    public InputStep(String a) { throw new AssertionError(); }
    public InputStep.DescriptorImpl getDescriptor() { throw new AssertionError(); }
    public void setId(String a) { throw new AssertionError(); }
    public void setOk(String a) { throw new AssertionError(); }
    public void setSubmitter(String a) { throw new AssertionError(); }
    public void setSubmitterParameter(String a) { throw new AssertionError(); }
    public StepExecution start(StepContext a) throws Exception { throw new AssertionError(); }

    public static class DescriptorImpl extends StepDescriptor implements CustomDescribableModel {
        public DescriptorImpl() { throw new AssertionError(); }
        public String getDisplayName() { throw new AssertionError(); }
        public String getFunctionName() { throw new AssertionError(); }
        public Set<? extends Class<?>> getRequiredContext() { throw new AssertionError(); }
    }
}
