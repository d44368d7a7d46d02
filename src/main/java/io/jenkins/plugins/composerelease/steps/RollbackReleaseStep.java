package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code rollbackRelease}. */
public final class RollbackReleaseStep extends LockingStep {
    private static final long serialVersionUID = 1L;

    private String to;
    private boolean force;

    @DataBoundConstructor
    public RollbackReleaseStep() {
        // target or host: neither is required alone
    }

    /** Id or revision; null means the release before the one that serves. */
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final RollbackReleaseStep step;

        Execution(RollbackReleaseStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.RollbackReleaseStep_title(target());
        }

        @Override
        protected String target() {
            return step.targetName();
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseTarget target = step.releaseTarget();
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, step.getApplication());
            String by = call.by(new Approvals(getContext().get(FlowExecution.class))
                    .requireSomebody(target, call.run(), "Target '" + target.name() + "' was not rolled back")
                    .orElse(""));
            // Only for its registry: what is pulled again is in the target's own record.
            EngineCall rollback = step.waiting(call.published(PublishedAction.of(call.run(), call.application()))
                    .on(target, "rollback", "--yes", "--no-issue", "--by", by));
            if (step.to != null) {
                rollback.with("--to", step.to);
            }
            return step.force ? rollback.with("--force") : rollback;
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            return Released.of(result, getContext());
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "rollbackRelease";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RollbackReleaseStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
