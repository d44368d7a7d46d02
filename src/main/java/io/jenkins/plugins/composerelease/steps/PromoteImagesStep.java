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
import hudson.util.FormValidation;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.config.Registries;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Step {@code promoteImages}. */
public final class PromoteImagesStep extends Step implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String to;
    private List<PublishedImageEntry> images;
    private String registryUrl; // the endpoint's own class is not serializable
    private String registryCredentialsId;
    private String application;
    private boolean allTags;
    private String timeout;

    @DataBoundConstructor
    public PromoteImagesStep(String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /** Prefix, registry, or both with a slash between them. */
    public String getTo() {
        return to;
    }

    /** Null means those that the run published. */
    public List<PublishedImageEntry> getImages() {
        return images;
    }

    @DataBoundSetter
    public void setImages(List<PublishedImageEntry> images) {
        this.images = images == null || images.isEmpty() ? null : new ArrayList<>(images);
    }

    /** Null means the one that holds the images. */
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

    public boolean isAllTags() {
        return allTags;
    }

    @DataBoundSetter
    public void setAllTags(boolean allTags) {
        this.allTags = allTags;
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

    private static final class Execution extends EngineExecution {
        private static final long serialVersionUID = 1L;

        private final PromoteImagesStep step;
        private PublishedImages images; // null when the controller went down right after the launch

        Execution(PromoteImagesStep step, StepContext context) {
            super(context);
            this.step = step;
        }

        @Override
        protected String title() {
            return Messages.PromoteImagesStep_title(Util.fixNull(step.to));
        }

        @Override
        protected EngineCall call() throws Exception {
            ReleaseCall call = new ReleaseCall(getContext(), DescriptorImpl.NAME, step.application);
            images = choose(call.application());
            call.published(Optional.of(images));
            DockerRegistryEndpoint other = step.getRegistry();
            if (other != null) {
                call.request().putObject("promotion").set("registry", Registries.request(other, call.secrets()));
            }
            EngineCall promote = call.here("promote", "--to=" + to());
            if (step.timeout != null) {
                promote.with("--timeout", step.timeout);
            }
            return step.allTags ? promote.with("--all-tags") : promote;
        }

        private String to() throws AbortException {
            try {
                return Names.argument("to", Util.fixNull(step.to));
            } catch (InvalidInputException e) {
                throw new AbortException(e.getMessage());
            }
        }

        /** Images of another build say nothing of their registry: the administrator's first one then. */
        private PublishedImages choose(String application) throws IOException, InterruptedException {
            PublishedImages found = new ReleaseImagesSource(getContext(), application)
                    .find(Optional.ofNullable(step.images))
                    .orElseThrow(() -> new AbortException(
                            DescriptorImpl.NAME + " has no images, and this build published" + " none of application '"
                                    + application + "'. Call publishImages first, or give images."));
            if (found.registryUrl() != null) {
                return found;
            }
            Optional<DockerRegistryEndpoint> first =
                    ComposeReleaseConfiguration.get().getRegistries().stream().findFirst();
            if (first.isEmpty() && step.registryUrl == null) {
                throw new AbortException(DescriptorImpl.NAME + " has no registry, and none is set in Manage Jenkins,"
                        + " System, Compose Release. Give it as registry: [url: ..., credentialsId: ...].");
            }
            return first.map(own ->
                            new PublishedImages(found.images(), Util.fixNull(own.getUrl()), own.getCredentialsId()))
                    .orElse(found);
        }

        @Override
        protected Object value(EngineResult result) throws Exception {
            Run<?, ?> run = getContext().get(Run.class);
            if (images == null) {
                images = choose(ApplicationName.of(step.application, run.getParent()));
            }
            DockerRegistryEndpoint registry =
                    holder(result.output().at("/images/0/reference").asText());
            PublishedAction.add(
                    run,
                    new PublishedImages(
                            (ObjectNode) result.output(),
                            Util.fixNull(registry.getUrl()),
                            registry.getCredentialsId()));
            return PublishedEntries.of(result.output());
        }

        /** Both registries are known to the engine, and {@code to} may name either. */
        private DockerRegistryEndpoint holder(String reference) {
            DockerRegistryEndpoint other = step.getRegistry();
            if (other != null && (images.registryUrl() == null || reference.startsWith(Registries.host(other) + "/"))) {
                return other;
            }
            return new DockerRegistryEndpoint(images.registryUrl(), images.registryCredentialsId());
        }
    }

    /** Form and name. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        static final String NAME = "promoteImages";

        @Override
        public String getFunctionName() {
            return NAME;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.PromoteImagesStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, EnvVars.class, FilePath.class, Launcher.class);
        }

        @POST
        public FormValidation doCheckTo(@QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.error(Messages.PromoteImagesStep_noDestination())
                    : FormValidation.ok();
        }
    }
}
