package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code deployRelease}. */
public final class DeployReleaseStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String plan;
    private String lockWait;

    @DataBoundConstructor
    public DeployReleaseStep(String plan) {
        this.plan = Util.fixEmptyAndTrim(plan);
    }

    public String getPlan() {
        return plan;
    }

    /** Null means not to wait. */
    public String getLockWait() {
        return lockWait;
    }

    @DataBoundSetter
    public void setLockWait(String lockWait) {
        this.lockWait = Util.fixEmptyAndTrim(lockWait);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        return new Execution(this, PlanAction.find(context.get(Run.class), plan), context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final DeployReleaseStep step;
        private final String target;

        Execution(DeployReleaseStep step, PlanAction plan, StepContext context) {
            super(context);
            this.step = step;
            this.target = plan.targetName();
        }

        @Override
        protected String title() {
            return Messages.DeployReleaseStep_title(target);
        }

        @Override
        protected String target() {
            return target;
        }

        @Override
        protected EngineCall call() throws Exception {
            PlanAction plan = plan();
            ReleaseTarget its = ReleaseTarget.of(plan, DescriptorImpl.NAME);
            Optional<String> approver = new Approvals(getContext().get(FlowExecution.class)).require(plan, its);
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, plan.application());
            String by =
                    call.by(approver.map(Messages::DeployReleaseStep_approvedBy).orElse(""));
            EngineCall deploy = call.published(plan.published())
                    .on(its, "deploy", "--plan", plan.hash(), "--yes", "--no-issue", "--by", by);
            if (plan.timeout() != null) {
                deploy.with("--timeout", plan.timeout());
            }
            return step.lockWait == null ? deploy : deploy.with("--lock-wait", step.lockWait);
        }

        private PlanAction plan() throws IOException, InterruptedException {
            return PlanAction.find(getContext().get(Run.class), step.plan);
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            return Released.of(result, getContext());
        }

        @Override
        protected void failed(EngineResult result) throws Exception {
            Optional<String> moved = MovedPlan.message(plan(), result);
            if (moved.isPresent()) {
                throw new AbortException(moved.get());
            }
            super.failed(result);
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "deployRelease";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DeployReleaseStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
