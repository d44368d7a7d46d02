package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.config.ImageEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.util.List;

/** The part of {@code publish}'s request that a step's parameters say. */
final class PublishSettings {
    private final PublishImagesStep step;

    PublishSettings(PublishImagesStep step) {
        this.step = step;
    }

    void put(ObjectNode request, RequestSecrets secrets) throws AbortException {
        putImages(request, secrets);
        put(request, "tags", step.getTags());
        put(request, "branches", step.getBranches());
        put(request, "harmlessFiles", step.getHarmlessFiles());
        if (step.getShaPrefix() != null) {
            request.withObject("/tagPrefix").put("sha", step.getShaPrefix());
        }
        if (step.getVersionPrefix() != null) {
            request.withObject("/tagPrefix").put("version", step.getVersionPrefix());
        }
        if (step.getDefaultBranch() != null) {
            request.put("defaultBranch", step.getDefaultBranch());
        }
        request.put("cache", step.getCache());
        putVersion(request);
    }

    /** Without a list, the compose files say which images there are. */
    private void putImages(ObjectNode request, RequestSecrets secrets) throws AbortException {
        if (step.getFiles() != null) {
            put(request.putObject("compose"), "files", step.getFiles());
        }
        if (step.getImages() == null && step.getServices() == null) {
            request.put("images", "compose");
            return;
        }
        if (step.getImages() != null) {
            for (ImageEntry image : step.getImages()) {
                request.withArray("/images").add(image.request(secrets));
            }
        }
        if (step.getServices() != null) {
            step.getServices()
                    .forEach(service -> request.withArray("/images").addObject().put("service", service));
        }
    }

    private void putVersion(ObjectNode request) throws AbortException {
        if (step.getVersion() != null && step.getVersionFile() != null) {
            throw refused("has version and versionFile, expected one of them at most. Remove one.");
        }
        if (step.getVersionPattern() != null && step.getVersionFile() == null) {
            throw refused("has versionPattern without versionFile. Name the file that it is to be found in.");
        }
        if (step.getVersion() != null) {
            request.put("version", step.getVersion());
        } else if (step.getVersionFile() != null) {
            ObjectNode version = request.putObject("version").put("file", step.getVersionFile());
            if (step.getVersionPattern() != null) {
                version.put("pattern", step.getVersionPattern());
            }
        }
    }

    private static AbortException refused(String why) {
        return new AbortException(PublishImagesStep.DescriptorImpl.NAME + " " + why);
    }

    private static void put(ObjectNode json, String key, List<String> values) {
        if (values != null) {
            values.forEach(json.withArray("/" + key)::add);
        }
    }
}
