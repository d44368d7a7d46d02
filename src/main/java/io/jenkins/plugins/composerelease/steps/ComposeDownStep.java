package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code composeDown}. */
public final class ComposeDownStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private String project;
    private boolean keepVolumes;

    @DataBoundConstructor
    public ComposeDownStep() {
        // everything has a default
    }

    /** Null means what {@code composeUp} has by default in this build. */
    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(String project) {
        this.project = Util.fixEmptyAndTrim(project);
    }

    public boolean isKeepVolumes() {
        return keepVolumes;
    }

    @DataBoundSetter
    public void setKeepVolumes(boolean keepVolumes) {
        this.keepVolumes = keepVolumes;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final ComposeDownStep step;

        Execution(ComposeDownStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected EngineCall call() throws Exception {
            EngineCall call = StackCall.down(ProjectName.of(step.project, getContext()));
            return step.keepVolumes ? call.with("--keep-volumes") : call;
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "composeDown";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ComposeDownStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
