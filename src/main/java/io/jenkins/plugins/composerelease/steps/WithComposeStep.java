package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.ComposeStack;
import io.jenkins.plugins.composerelease.steps.durable.EngineBlockExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Step {@code withCompose}. */
public final class WithComposeStep extends StackStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public WithComposeStep() {
        // everything has a default
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineBlockExecution {
        private static final long serialVersionUID = 1L;

        private final WithComposeStep step;
        private String project;

        Execution(WithComposeStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        /** Now: when the step is ended by force, its clean-up still has to know the name. */
        @Override
        public boolean start() throws Exception {
            project = ProjectName.ofBlock(step.getProject(), getContext());
            return super.start();
        }

        @Override
        protected String title() {
            return Messages.WithComposeStep_title();
        }

        @Override
        protected EngineCall call() throws Exception {
            return new StackCall(step, getContext(), project).up();
        }

        @Override
        protected BodyInvoker body(BodyInvoker invoker, EngineResult started) throws Exception {
            return StackEnvironment.of(new ComposeStack(started.output()), step.getSecrets(), getContext())
                    .around(invoker, getContext());
        }

        @Override
        protected EngineCall cleanUp(boolean bodySucceeded) {
            return new StackCall(step, getContext(), project).down(bodySucceeded, directory(), this::say);
        }

        @Override
        protected void cleanedUp(boolean bodySucceeded) throws Exception {
            if (!bodySucceeded) {
                StackLogs.archive(directory(), project, getContext());
            }
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends Form {
        @Override
        public String getFunctionName() {
            return "withCompose";
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.WithComposeStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class, FlowNode.class);
        }
    }
}
