package io.jenkins.plugins.composerelease.engine.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.model.ImageReference;
import java.util.List;
import java.util.Map;

/**
 * Writes a {@code config.json} of the Docker command line that keeps one registry's login in itself, and has everything
 * else from the user's: images are built from other registries too. Pure.
 */
final class DockerSettings {
    private static final List<String> KEPT =
            List.of("currentContext", "proxies", "cliPluginsExtraDirs", "aliases", "plugins", "features", "credsStore");
    /** What Docker calls its Hub in this file. */
    private static final String HUB_KEY = "https://index.docker.io/v1/";

    private DockerSettings() {}

    /**
     * @param own the user's {@code config.json}
     * @param variable content of {@code DOCKER_AUTH_CONFIG}, which newer Docker takes logins from first
     * @param host registry that is about to be logged in to
     */
    static ObjectNode of(JsonNode own, JsonNode variable, String host) {
        ObjectNode settings = new ObjectMapper().createObjectNode();
        KEPT.stream().filter(own::has).forEach(name -> settings.set(name, own.get(name)));
        ObjectNode logins = settings.putObject("auths");
        copyOthers(own.path("auths"), host, logins);
        copyOthers(variable.path("auths"), host, logins);
        // Without any login in it, Docker would look for a key store of the system and leave ours there.
        logins.putObject(key(host));
        ObjectNode helpers = settings.putObject("credHelpers");
        copyOthers(own.path("credHelpers"), host, helpers);
        if (own.has("credsStore")) {
            helpers.put(key(host), ""); // none: this login stays in this file
        }
        return settings;
    }

    private static void copyOthers(JsonNode from, String host, ObjectNode to) {
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            if (!isOf(entry.getKey(), host)) {
                to.set(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Docker takes {@code host}, {@code https://host} and {@code https://host/v1/} for the same. */
    private static boolean isOf(String key, String host) {
        String name = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
        return ImageReference.isSameRegistry(name, host);
    }

    private static String key(String host) {
        return ImageReference.isHub(host) ? HUB_KEY : host;
    }
}
