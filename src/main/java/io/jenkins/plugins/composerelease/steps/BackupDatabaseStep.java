package io.jenkins.plugins.composerelease.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.steps.bean.DatabaseBackup;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** Step {@code backupDatabase}. */
public final class BackupDatabaseStep extends LockingStep {
    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public BackupDatabaseStep() {
        // target or host: neither is required alone
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final BackupDatabaseStep step;

        Execution(BackupDatabaseStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.BackupDatabaseStep_title(target());
        }

        @Override
        protected String target() {
            return step.targetName();
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, step.getApplication());
            return step.waiting(call.on(step.releaseTarget(), "backup", "--by", call.by("")));
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            return new DatabaseBackup(result.output());
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "backupDatabase";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.BackupDatabaseStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
