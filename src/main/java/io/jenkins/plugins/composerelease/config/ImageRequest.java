package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Names;

/** What an image becomes in the engine's request. */
final class ImageRequest {
    private final ImageEntry image;
    private final String part;

    ImageRequest(ImageEntry image) {
        this.image = image;
        this.part = image.getName() == null && image.getService() != null
                ? "Image of service '" + image.getService() + "'"
                : "Image '" + image.getName() + "'";
    }

    ObjectNode json(RequestSecrets secrets) throws AbortException {
        RequestJson json = new RequestJson(part);
        if (image.getService() == null) {
            described(json.required("name", image.getName(), Checks::imageName));
        } else {
            refuseDescription();
            json.text("service", image.getService(), text -> Names.name("service", text))
                    .text("name", image.getName(), Checks::imageName);
        }
        return json.pairs("buildArgs", image.getBuildArgs(), arg -> Names.variable("build argument", arg), Checks::line)
                .pairs("labels", image.getLabels(), BuildRecipe::label, Checks::line)
                .texts("platforms", image.getPlatforms(), BuildRecipe::platform)
                .node("secrets", secrets(secrets))
                .text("cacheKey", image.getCacheKey(), ImageReference::requireTag)
                .text("variable", image.getVariable(), text -> Names.variable("variable", text))
                .texts("tags", image.getTags(), Checks::line)
                .text("version", image.getVersion(), text -> Names.argument("version", text))
                .node("version", versionFile())
                .json();
    }

    private void described(RequestJson json) throws AbortException {
        json.text("context", image.getContext(), path -> ".".equals(path) ? path : Checks.path(path))
                .text("dockerfile", image.getDockerfile(), Checks::path)
                .text("target", image.getTarget(), stage -> Names.name("build target", stage))
                .texts("services", image.getServices(), text -> Names.name("service", text));
    }

    /** The compose files say these of a service. */
    private void refuseDescription() throws AbortException {
        boolean described = !image.getContext().equals(".")
                || image.getDockerfile() != null
                || image.getTarget() != null
                || !image.getServices().isEmpty();
        if (described) {
            throw new AbortException(part + " has context, dockerfile, target or services, expected none of them."
                    + " Remove them: its 'build' section in the compose file says what it is built from.");
        }
    }

    /** By id; the same as of a compose secret, or of a variable. */
    private ObjectNode secrets(RequestSecrets secrets) throws AbortException {
        ObjectNode ids = JsonNodeFactory.instance.objectNode();
        for (SecretEntry secret : image.getSecrets()) {
            if (secret.isDotenv()) {
                throw new AbortException(part + ": the secret of credential '" + secret.getCredentialsId()
                        + "' is a file of variables, and a build secret is one value. Use file or env with a credential"
                        + " of its own.");
            }
            String id = secret.getFile() == null ? secret.getEnv() : secret.getFile();
            ObjectNode request = secret.request(secrets, "build secret " + id + " of " + "i" + part.substring(1));
            if (ids.has(id)) {
                throw new AbortException(part + ": secrets has '" + id + "' twice. Remove one.");
            }
            ids.set(id, request.path("value"));
        }
        return ids;
    }

    private ObjectNode versionFile() throws AbortException {
        RequestJson json = new RequestJson(part);
        if (image.getVersionFile() == null) {
            if (image.getVersionPattern() != null) {
                throw new AbortException(
                        part + " has versionPattern without versionFile. Name the file, or remove the pattern.");
            }
            return json.json();
        }
        if (image.getVersion() != null) {
            throw new AbortException(part + " has version and versionFile, expected one of them at most. Remove one.");
        }
        return json.text("file", image.getVersionFile(), Checks::path)
                .text("pattern", image.getVersionPattern(), Checks::regex)
                .json();
    }
}
