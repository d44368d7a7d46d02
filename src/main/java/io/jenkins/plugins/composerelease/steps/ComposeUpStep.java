package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.ComposeStack;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Step {@code composeUp}. */
public final class ComposeUpStep extends StackStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public ComposeUpStep() {
        // everything has a default
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final ComposeUpStep step;
        private String project;

        Execution(ComposeUpStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        /** Now: when the step is ended by force, its clean-up still has to know the name. */
        @Override
        public boolean start() throws Exception {
            project = ProjectName.of(step.getProject(), getContext());
            return super.start();
        }

        @Override
        protected String title() {
            return Messages.ComposeUpStep_title();
        }

        @Override
        protected EngineCall call() throws Exception {
            return new StackCall(step, getContext(), project).up();
        }

        @Override
        protected Object value(EngineResult result) {
            return new ComposeStack(result.output());
        }

        /** What failed to start is of no use, and nobody would know that it has to be removed. */
        @Override
        protected EngineCall cleanUp(boolean succeeded) {
            return new StackCall(step, getContext(), project).down(succeeded, directory(), this::say);
        }

        @Override
        protected void cleanedUp(boolean succeeded) throws Exception {
            if (!succeeded) {
                StackLogs.archive(directory(), project, getContext());
            }
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends Form {
        @Override
        public String getFunctionName() {
            return "composeUp";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ComposeUpStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
