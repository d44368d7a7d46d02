package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import io.jenkins.plugins.composerelease.engine.model.Names;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryEndpoint;

/** Registries: docker-commons' form for them, and their part of a request. */
public final class Registries {
    private Registries() {}

    /** The endpoint, or null when there is neither address nor credential. */
    static DockerRegistryEndpoint endpoint(String url, String credentialsId) {
        return Util.fixEmptyAndTrim(url) == null && Util.fixEmptyAndTrim(credentialsId) == null
                ? null
                : new DockerRegistryEndpoint(url, credentialsId);
    }

    /**
     * {@code registry} of a request; an endpoint without an address is Docker Hub. {@code http://} means plain HTTP.
     *
     * @return null for null
     */
    public static ObjectNode request(DockerRegistryEndpoint endpoint, RequestSecrets secrets) throws AbortException {
        if (endpoint == null) {
            return null;
        }
        String url = Util.fixNull(endpoint.getUrl()).trim();
        boolean insecure = url.startsWith("http://");
        String address = insecure ? url.substring("http://".length()) : url;
        RequestJson json = new RequestJson("Registry '" + url + "'")
                .required("url", isHub(address) ? ImageReference.HUB : address, Checks::registry);
        String id = endpoint.getCredentialsId();
        if (id != null) {
            String use = "registry " + (url.isEmpty() ? ImageReference.HUB : url);
            // The password first: an SSH key has a user name, too, and is refused for what it does not have.
            String password = secrets.reference(id, "password", use);
            json.text("username", secrets.text(id, "username", use), name -> Names.argument("username", name))
                    .text("password", password, reference -> reference);
        }
        ObjectNode node = json.json();
        if (insecure) {
            node.put("insecure", true);
        }
        return node;
    }

    /** Host and port, as references to its images begin. */
    public static String host(DockerRegistryEndpoint endpoint) {
        String address = Util.fixNull(endpoint.getUrl()).trim().replaceFirst("^http://", "");
        return isHub(address) ? ImageReference.HUB : Checks.registry(address);
    }

    /** Also by the address that Docker's own settings name it by, {@code https://index.docker.io/v1/}. */
    private static boolean isHub(String url) {
        return ImageReference.isHub(url.replaceFirst("^https://", "").replaceFirst("(/v1)?/?$", ""));
    }
}
