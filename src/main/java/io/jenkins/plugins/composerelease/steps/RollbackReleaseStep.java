package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code rollbackRelease}. */
public final class RollbackReleaseStep extends TargetStep {
    private static final long serialVersionUID = 1L;

    private String to;
    private boolean force;
    private String lockWait;

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

    /** Null means not to wait. */
    public String getLockWait() {
        return lockWait;
    }

    @DataBoundSetter
    public void setLockWait(String lockWait) {
        this.lockWait = Util.fixEmptyAndTrim(lockWait);
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
            String by = call.by(requireSomebody(target, call.run()).orElse(""));
            // Only for its registry: what is pulled again is in the target's own record.
            EngineCall rollback = call.published(PublishedAction.of(call.run(), call.application()))
                    .on(target, "rollback", "--yes", "--no-issue", "--by", by);
            if (step.to != null) {
                rollback.with("--to", step.to);
            }
            if (step.lockWait != null) {
                rollback.with("--lock-wait", step.lockWait);
            }
            return step.force ? rollback.with("--force") : rollback;
        }

        /**
         * There is no plan to approve on the way back, and it must not wait for one: who started the build is who approves, or
         * who approved the release to this target in the same build.
         */
        private Optional<String> requireSomebody(ReleaseTarget target, Run<?, ?> run) throws Exception {
            Optional<String> approved = new Approvals(getContext().get(FlowExecution.class)).of(target);
            Optional<String> starter = Optional.ofNullable(run.getCause(Cause.UserIdCause.class))
                    .map(Cause.UserIdCause::getUserId)
                    .filter(user -> Approvers.mayApprove(target, user));
            if (approved.isEmpty() && starter.isEmpty() && target.needsApproval()) {
                String who =
                        target.approvers().isEmpty() ? "a user" : "one of: " + String.join(", ", target.approvers());
                throw new AbortException("Target '" + target.name() + "' was not rolled back: that needs a build which "
                        + who + " started, or in which a release to it was approved. Have one of these start it.");
            }
            return starter.or(() -> approved);
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
