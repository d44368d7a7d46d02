package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.steps.bean.PlanAction;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import io.jenkins.plugins.composerelease.steps.bean.ReleasePlan;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import io.jenkins.plugins.composerelease.ui.ReleaseAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code planRelease}. */
public final class PlanReleaseStep extends TargetStep {
    private static final long serialVersionUID = 1L;

    private List<PublishedImageEntry> images;
    private String imagesFile;
    private String timeout;

    @DataBoundConstructor
    public PlanReleaseStep() {
        // target or host: neither is required alone
    }

    /** Null means those that the run published. */
    public List<PublishedImageEntry> getImages() {
        return images;
    }

    @DataBoundSetter
    public void setImages(List<PublishedImageEntry> images) {
        this.images = images == null || images.isEmpty() ? null : new ArrayList<>(images);
    }

    /** File of the workspace that another build's {@code publishImages} made; null means none. */
    public String getImagesFile() {
        return imagesFile;
    }

    @DataBoundSetter
    public void setImagesFile(String imagesFile) {
        this.imagesFile = Util.fixEmptyAndTrim(imagesFile);
    }

    /** Null means the target's. */
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(this, context);
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final PlanReleaseStep step;
        private String application; // null when the controller went down right after the launch
        private PublishedImages published;

        Execution(PlanReleaseStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.PlanReleaseStep_title(target());
        }

        @Override
        protected String target() {
            return step.targetName();
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseTarget target = step.releaseTarget();
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, step.getApplication());
            choose(call.application());
            EngineCall plan = call.published(Optional.ofNullable(published)).on(target, "plan");
            return step.timeout == null ? plan : plan.with("--timeout", step.timeout);
        }

        private void choose(String name) throws Exception {
            if (step.images != null && step.imagesFile != null) {
                throw new AbortException(
                        DescriptorImpl.NAME + " has images and imagesFile, expected one of them at most. Remove one.");
            }
            ReleaseImagesSource source = new ReleaseImagesSource(getContext(), name);
            published = step.imagesFile == null
                    ? source.find(Optional.ofNullable(step.images)).orElse(null)
                    : source.inFile(step.imagesFile);
            application = name;
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            Run<?, ?> run = getContext().get(Run.class);
            JsonNode planned = result.output();
            if (application == null) {
                choose(ApplicationName.of(step.getApplication(), run.getParent()));
            }
            PlanAction action =
                    new PlanAction(step.getTarget(), step.getHost(), application, step.timeout, published, planned);
            ReleaseAction.of(run).plan(action.id(), target(), planned.toString());
            run.addAction(action);
            run.save();
            if (published != null) {
                new ImageFingerprints(run).add(published.images()).save();
            }
            ReleasePlan plan = new ReleasePlan(planned);
            getContext().get(TaskListener.class).getLogger().print(plan.getText());
            return plan;
        }

        /** A plan that cannot be carried out is shown, but there is nothing to approve. */
        @Override
        protected void failed(EngineResult result) throws Exception {
            JsonNode planned = result.output();
            if (planned.path("plan").isObject()) {
                ReleaseAction.of(getContext().get(Run.class))
                        .plan(planned.path("id").asText(), target(), planned.toString());
                getContext().get(TaskListener.class).getLogger().print(new ReleasePlan(planned).getText());
                throw new AbortException(FailedChecks.message(planned));
            }
            super.failed(result);
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "planRelease";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PlanReleaseStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
