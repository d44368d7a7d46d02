package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.Registries;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import io.jenkins.plugins.composerelease.steps.durable.EngineCall;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Makes the engine's calls of a step: the request with its secrets, admission checked. */
final class ReleaseCall {
    private static final Set<String> RELEASES = Set.of("plan", "deploy");

    private final Run<?, ?> run;
    private final String step;
    private final RequestSecrets secrets;
    private final ObjectNode request = JsonNodeFactory.instance.objectNode();

    /**
     * @param step the step's name, for messages
     * @param application of the step; null means the job's name
     */
    ReleaseCall(StepContext context, String step, String application) throws IOException, InterruptedException {
        this.run = context.get(Run.class);
        this.step = step;
        this.secrets = new RequestSecrets(run, context.get(TaskListener.class), step);
        request.put("application", ApplicationName.of(application, run.getParent()));
    }

    String application() {
        return request.path("application").asText();
    }

    RequestSecrets secrets() {
        return secrets;
    }

    /** Where more keys of the request go. */
    ObjectNode request() {
        return request;
    }

    /** The registry of {@link #request}, which is the target's too where that has none of its own. */
    ReleaseCall registry(DockerRegistryEndpoint endpoint) throws IOException {
        ObjectNode json = Registries.request(endpoint, secrets);
        if (json != null) {
            request.set("registry", json);
        }
        return this;
    }

    /** The images to release, and the registry they were published in, by the job's own credentials. */
    ReleaseCall published(Optional<PublishedImages> images) throws IOException {
        if (images.isPresent()) {
            PublishedImages published = images.get();
            request.set("published", published.images());
            if (published.registryUrl() != null) {
                registry(new DockerRegistryEndpoint(published.registryUrl(), published.registryCredentialsId()));
            }
        }
        return this;
    }

    /**
     * A command on a target.
     *
     * @throws hudson.AbortException if the run may not release there
     */
    EngineCall on(ReleaseTarget target, String command, String... options) throws IOException {
        target.requireAdmission(run);
        RequestSecrets its = target.administrators() ? secrets.asAdministrator() : secrets;
        ObjectNode targets = request.putObject("targets");
        targets.set(target.name(), target.host().request(its));
        if (RELEASES.contains(command) && target.host().getRequiredTarget() != null) {
            ReleaseTarget required = target.required(run, step).requireAdmission(run);
            targets.set(
                    required.name(),
                    required.host().requestToLook(required.administrators() ? secrets.asAdministrator() : secrets));
        }
        return here(command, "--target", target.name()).with(options);
    }

    /** A command without a target. */
    EngineCall here(String command, String... options) {
        return EngineCall.of(command, options).request(request, secrets);
    }

    /** Who releases, for the target's record: the build's page, and who approved or started it. */
    String by(String who) {
        String root = Jenkins.get().getRootUrl(); // not BUILD_URL: a Jenkinsfile can set that
        String build = root == null ? run.getExternalizableId() : root + run.getUrl();
        return who.isEmpty() ? build : build + " (" + who + ")";
    }

    Run<?, ?> run() {
        return run;
    }

    String step() {
        return step;
    }
}
