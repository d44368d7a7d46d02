package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.ImageEntry;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Step {@code publishImages}. */
public final class PublishImagesStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int PARALLEL = 2;

    private final List<ImageEntry> images;
    private String registryUrl; // the endpoint's own class is not serializable
    private String registryCredentialsId;
    private String application;
    private List<String> tags;
    private String version;
    private String versionFile;
    private String versionPattern;
    private String defaultBranch;
    private boolean rebuild;
    private boolean allowModified;
    private int parallel = PARALLEL;
    private String timeout;

    @DataBoundConstructor
    public PublishImagesStep(List<ImageEntry> images) {
        this.images = images == null ? new ArrayList<>() : new ArrayList<>(images);
    }

    public List<ImageEntry> getImages() {
        return new ArrayList<>(images);
    }

    /** Null means the first one of Manage Jenkins, System. */
    public DockerRegistryEndpoint getRegistry() {
        return registryUrl == null ? null : new DockerRegistryEndpoint(registryUrl, registryCredentialsId);
    }

    @DataBoundSetter
    public void setRegistry(DockerRegistryEndpoint registry) {
        registryUrl = registry == null ? null : Util.fixNull(registry.getUrl());
        registryCredentialsId = registry == null ? null : registry.getCredentialsId();
    }

    public String getApplication() {
        return application;
    }

    @DataBoundSetter
    public void setApplication(String application) {
        this.application = Util.fixEmptyAndTrim(application);
    }

    public List<String> getTags() {
        return tags;
    }

    @DataBoundSetter
    public void setTags(List<String> tags) {
        this.tags = StepLines.of(tags);
    }

    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    public String getVersionFile() {
        return versionFile;
    }

    @DataBoundSetter
    public void setVersionFile(String versionFile) {
        this.versionFile = Util.fixEmptyAndTrim(versionFile);
    }

    public String getVersionPattern() {
        return versionPattern;
    }

    @DataBoundSetter
    public void setVersionPattern(String versionPattern) {
        this.versionPattern = Util.fixEmptyAndTrim(versionPattern);
    }

    public String getDefaultBranch() {
        return defaultBranch;
    }

    @DataBoundSetter
    public void setDefaultBranch(String defaultBranch) {
        this.defaultBranch = Util.fixEmptyAndTrim(defaultBranch);
    }

    public boolean isRebuild() {
        return rebuild;
    }

    @DataBoundSetter
    public void setRebuild(boolean rebuild) {
        this.rebuild = rebuild;
    }

    public boolean isAllowModified() {
        return allowModified;
    }

    @DataBoundSetter
    public void setAllowModified(boolean allowModified) {
        this.allowModified = allowModified;
    }

    public int getParallel() {
        return parallel;
    }

    @DataBoundSetter
    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

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

    /** The step's registry, or the administrator's first one. */
    private DockerRegistryEndpoint registry() throws AbortException {
        DockerRegistryEndpoint own = getRegistry();
        if (own != null) {
            return own;
        }
        return ComposeReleaseConfiguration.get().getRegistries().stream()
                .findFirst()
                .orElseThrow(
                        () -> new AbortException(
                                DescriptorImpl.NAME + " has no registry, and none is set in Manage"
                                        + " Jenkins, System, Compose Release. Give it as registry: [url: ..., credentialsId: ...]."));
    }

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final PublishImagesStep step;

        Execution(PublishImagesStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.PublishImagesStep_title();
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseCall call =
                    new ReleaseCall(getContext(), DescriptorImpl.NAME, step.application).registry(step.registry());
            ObjectNode request = call.request();
            for (ImageEntry image : step.images) {
                request.withArray("images").add(image.request(call.secrets()));
            }
            if (step.tags != null) {
                step.tags.forEach(request.withArray("tags")::add);
            }
            putVersion(request);
            if (step.defaultBranch != null) {
                request.put("defaultBranch", step.defaultBranch);
            }
            EngineCall publish = call.here("publish", "--parallel", String.valueOf(step.parallel));
            if (step.timeout != null) {
                publish.with("--timeout", step.timeout);
            }
            if (step.rebuild) {
                publish.with("--rebuild");
            }
            return step.allowModified ? publish.with("--allow-modified") : publish;
        }

        private void putVersion(ObjectNode request) throws AbortException {
            if (step.version != null && step.versionFile != null) {
                throw new AbortException(DescriptorImpl.NAME
                        + " has version and versionFile, expected one of them at most. Remove one.");
            }
            if (step.version != null) {
                request.put("version", step.version);
            } else if (step.versionFile != null) {
                ObjectNode version = request.putObject("version").put("file", step.versionFile);
                if (step.versionPattern != null) {
                    version.put("pattern", step.versionPattern);
                }
            }
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            DockerRegistryEndpoint registry = step.registry();
            PublishedImages published = new PublishedImages(
                    (ObjectNode) result.output(), Util.fixNull(registry.getUrl()), registry.getCredentialsId());
            PublishedAction.add(getContext().get(Run.class), published);
            return PublishedEntries.of(result.output());
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "publishImages";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PublishImagesStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }
    }
}
