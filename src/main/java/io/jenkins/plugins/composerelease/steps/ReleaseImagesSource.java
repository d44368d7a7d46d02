package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.config.ComposeReleaseConfiguration;
import io.jenkins.plugins.composerelease.config.PublishedImageEntry;
import io.jenkins.plugins.composerelease.config.Registries;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.steps.bean.BeanJson;
import io.jenkins.plugins.composerelease.steps.bean.PublishedAction;
import io.jenkins.plugins.composerelease.steps.bean.PublishedImages;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Finds the images that a plan releases. */
final class ReleaseImagesSource {
    private static final String FILE = "release-images.json";
    private static final int SCHEMA = 1;

    private final StepContext context;
    private final Run<?, ?> run;
    private final String application;

    ReleaseImagesSource(StepContext context, String application) throws IOException, InterruptedException {
        this.context = context;
        this.run = context.get(Run.class);
        this.application = application;
    }

    /**
     * Those that are given, otherwise those that this run published, otherwise what another build published and this one
     * fetched into its workspace. Empty for an application that has no images of its own.
     */
    Optional<PublishedImages> find(Optional<List<PublishedImageEntry>> given) throws IOException, InterruptedException {
        Optional<PublishedImages> published = PublishedAction.of(run, application);
        if (given.isPresent()) {
            return Optional.of(given(given.get(), published));
        }
        if (published.isEmpty()) {
            requireNothingBuilt();
            return inWorkspace();
        }
        if (published.get().registryUrl() == null) {
            context.get(TaskListener.class)
                    .getLogger()
                    .println(
                            "This build published to several registries: the target's own registry says how to log in.");
        }
        return published;
    }

    /** A file of the workspace may be an earlier build's: not what this one built. */
    private void requireNothingBuilt() throws AbortException {
        if (PublishedAction.built(run, application).isPresent()) {
            throw new AbortException("This build has built the images of application '" + application
                    + "' and pushed none of them. Call publishImages without push: false first, on a branch that is"
                    + " pushed.");
        }
    }

    /** What another build published, from a file of the workspace. */
    PublishedImages inFile(String path) throws IOException, InterruptedException {
        try {
            FilePath file = context.get(FilePath.class).child(Checks.path(path));
            if (!file.exists()) {
                throw new AbortException("There is no '" + file.getRemote()
                        + "'. Copy it from the artifacts of the build that published, or correct imagesFile.");
            }
            return read(file);
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private PublishedImages given(List<PublishedImageEntry> images, Optional<PublishedImages> published)
            throws IOException, InterruptedException {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", SCHEMA)
                .put("application", application)
                .put("revision", revision(images, published));
        String branch = context.get(EnvVars.class).get("BRANCH_NAME");
        published
                .map(own -> own.images().path("branch"))
                .filter(JsonNode::isTextual)
                .ifPresentOrElse(own -> json.set("branch", own), () -> json.put("branch", branch));
        for (PublishedImageEntry image : images) {
            json.withArray("images").add(image.request(RequestSecrets.unresolved()));
        }
        return new PublishedImages(
                json,
                published.map(PublishedImages::registryUrl).orElse(null),
                published.map(PublishedImages::registryCredentialsId).orElse(null));
    }

    /** The one that all images were built from. */
    private String revision(List<PublishedImageEntry> images, Optional<PublishedImages> published)
            throws AbortException {
        Set<String> revisions = images.stream()
                .map(PublishedImageEntry::getRevision)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (revisions.size() == 1) {
            return revisions.iterator().next();
        }
        return published
                .map(own -> own.images().path("revision").asText())
                .orElseThrow(() -> new AbortException("The images were built from "
                        + (revisions.isEmpty() ? "no known revision" : "different revisions: " + revisions)
                        + ", expected one revision. Give each publishedImage the same revision."));
    }

    private Optional<PublishedImages> inWorkspace() throws IOException, InterruptedException {
        FilePath file = context.get(FilePath.class).child(FILE);
        if (!file.exists()) {
            return Optional.empty();
        }
        context.get(TaskListener.class)
                .getLogger()
                .println("This build published nothing: taking the images of " + FILE + " in the workspace.");
        return Optional.of(read(file));
    }

    private static PublishedImages read(FilePath file) throws IOException, InterruptedException {
        try {
            ObjectNode images = BeanJson.object(file.readToString());
            Optional<DockerRegistryEndpoint> registry = registry(images);
            return new PublishedImages(
                    images,
                    registry.map(DockerRegistryEndpoint::getUrl)
                            .map(Util::fixNull)
                            .orElse(null),
                    registry.map(DockerRegistryEndpoint::getCredentialsId).orElse(null));
        } catch (IllegalArgumentException e) {
            throw new AbortException("'" + file.getRemote() + "' is not what publishing writes: " + e.getMessage()
                    + ". Publish again, or remove it.");
        }
    }

    /** A file says where its images are, and not how to log in there: the administrator's registry of that name does. */
    private static Optional<DockerRegistryEndpoint> registry(ObjectNode images) {
        String reference = images.at("/images/0/reference").asText();
        return ComposeReleaseConfiguration.get().getRegistries().stream()
                .filter(endpoint -> reference.startsWith(Registries.host(endpoint) + "/"))
                .findFirst();
    }
}
