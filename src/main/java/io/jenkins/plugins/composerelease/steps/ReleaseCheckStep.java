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
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineHeldExecution;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code releaseCheck}. */
public final class ReleaseCheckStep extends LockingStep {
    private static final long serialVersionUID = 1L;
    private static final String LIMIT = "1h";

    private final String name;
    private String limit = LIMIT;

    @DataBoundConstructor
    public ReleaseCheckStep(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    /** Of the check: the release keeps the last result of each. */
    public String getName() {
        return name;
    }

    public String getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(String limit) {
        this.limit = Util.fixEmptyAndTrim(limit) == null ? LIMIT : limit.strip();
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineHeldExecution {
        private static final long serialVersionUID = 1L;

        private final ReleaseCheckStep step;

        Execution(ReleaseCheckStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.ReleaseCheckStep_title(Util.fixNull(step.name), target());
        }

        @Override
        protected String target() {
            return step.targetName();
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, step.getApplication());
            return step.waiting(call.on(
                    step.releaseTarget(), "check", "--name", name(), "--limit", step.limit, "--by", call.by("")));
        }

        private String name() throws AbortException {
            try {
                return Names.name("check", Util.fixNull(step.name));
            } catch (InvalidInputException e) {
                throw new AbortException(e.getMessage());
            }
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "releaseCheck";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ReleaseCheckStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }

        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.ReleaseCheckStep_noName())
                    : FormValidation.ok();
        }
    }
}
