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
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.steps.bean.DatabaseBackup;
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
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code restoreBackup}. */
public final class RestoreBackupStep extends LockingStep {
    private static final long serialVersionUID = 1L;

    private final String backup;

    @DataBoundConstructor
    public RestoreBackupStep(String backup) {
        this.backup = Util.fixEmptyAndTrim(backup);
    }

    /** Id of the backup. */
    public String getBackup() {
        return backup;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final RestoreBackupStep step;

        Execution(RestoreBackupStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.RestoreBackupStep_title(target());
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
                    .requireSomebody(target, call.run(), "No backup was restored on target '" + target.name() + "'")
                    .orElse(""));
            return step.waiting(call.published(PublishedAction.of(call.run(), call.application()))
                    .on(target, "restore", "--backup", backup(), "--yes", "--by", by));
        }

        private String backup() throws AbortException {
            try {
                return Names.argument("backup", Util.fixNull(step.backup));
            } catch (InvalidInputException e) {
                throw new AbortException(e.getMessage());
            }
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            return new DatabaseBackup(result.output());
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "restoreBackup";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RestoreBackupStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }

        @POST
        public FormValidation doCheckBackup(@QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.RestoreBackupStep_noBackup())
                    : FormValidation.ok();
        }
    }
}
