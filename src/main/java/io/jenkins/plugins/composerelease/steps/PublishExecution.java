package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import io.jenkins.plugins.composerelease.steps.durable.EngineExecution;
import io.jenkins.plugins.composerelease.steps.durable.EngineResult;
import java.io.IOException;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Runs {@code publish}, and keeps for the build what it published, or built for a later call to push. */
final class PublishExecution extends EngineExecution {
    private static final long serialVersionUID = 1L;

    private final PublishImagesStep step;
    private String registryUrl; // null when the controller went down right after the launch
    private String registryCredentialsId;

    PublishExecution(PublishImagesStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    protected String title() {
        return Messages.PublishImagesStep_title();
    }

    @Override
    protected EngineCall call() throws Exception {
        DockerRegistryEndpoint registry = registry();
        registryUrl = Util.fixNull(registry.getUrl());
        registryCredentialsId = registry.getCredentialsId();
        ReleaseCall call = new ReleaseCall(getContext(), PublishImagesStep.DescriptorImpl.NAME, step.getApplication());
        logIn(call, registry);
        ObjectNode request = call.request();
        new PublishSettings(step).put(request, call.secrets());
        Run<?, ?> run = getContext().get(Run.class);
        PublishedAction.of(run, call.application())
                .ifPresent(published -> request.set("published", published.images()));
        if (step.isPush() && !step.isRebuild()) {
            PublishedAction.built(run, call.application()).ifPresent(built -> request.set("built", built));
        }
        return options(call.here("publish", "--parallel", String.valueOf(step.getParallel())));
    }

    /** What is only built needs no login: pull requests often have none of a folder's credentials. */
    private void logIn(ReleaseCall call, DockerRegistryEndpoint registry) throws IOException, InterruptedException {
        try {
            call.registry(registry);
        } catch (AbortException e) {
            if (step.isPush()) {
                throw e;
            }
            call.registry(new DockerRegistryEndpoint(registry.getUrl(), null));
            getContext()
                    .get(TaskListener.class)
                    .getLogger()
                    .println("Built without a login, as nothing is pushed: " + e.getMessage());
        }
    }

    private EngineCall options(EngineCall publish) throws AbortException {
        if (!PublishImagesStep.BUILD_LOGS.contains(step.getBuildLog())) {
            throw new AbortException("buildLog is '" + step.getBuildLog() + "', expected one of: "
                    + String.join(", ", PublishImagesStep.BUILD_LOGS) + ". Choose one of them.");
        }
        publish.with("--build-log", step.getBuildLog());
        if (step.getTimeout() != null) {
            publish.with("--timeout", step.getTimeout());
        }
        if (step.isRebuild()) {
            publish.with("--rebuild");
        }
        if (!step.isPush()) {
            publish.with("--no-push");
        }
        if (!step.isMoveTags()) {
            publish.with("--hold-tags");
        }
        return step.isAllowModified() ? publish.with("--allow-modified") : publish;
    }

    /** The step's registry, or the administrator's first one. */
    private DockerRegistryEndpoint registry() throws AbortException {
        DockerRegistryEndpoint own = step.getRegistry();
        if (own != null) {
            return own;
        }
        return ComposeReleaseConfiguration.get().getRegistries().stream()
                .findFirst()
                .orElseThrow(
                        () -> new AbortException(
                                PublishImagesStep.DescriptorImpl.NAME + " has no registry, and none is set in Manage"
                                        + " Jenkins, System, Compose Release. Give it as registry: [url: ..., credentialsId: ...]."));
    }

    @Override
    protected Object value(EngineResult result) throws Exception {
        if (registryUrl == null) {
            registryUrl = Util.fixNull(registry().getUrl());
            registryCredentialsId = registry().getCredentialsId();
        }
        Run<?, ?> run = getContext().get(Run.class);
        ObjectNode output = (ObjectNode) result.output();
        PublishedImages images = new PublishedImages(output, registryUrl, registryCredentialsId);
        if (PublishedEntries.isBuilt(output)) {
            PublishedAction.addBuilt(run, images);
        } else {
            PublishedAction.addPushed(run, images);
            PublishedFile file = new PublishedFile(run, images.application());
            ImageFingerprints fingerprints = new ImageFingerprints(run).add(output);
            if (step.isArchive()) {
                file.archive(getContext(), fingerprints);
            }
            fingerprints.save();
        }
        return PublishedEntries.of(output);
    }
}
