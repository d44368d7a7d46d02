package io.jenkins.plugins.composerelease.adapter.registry;

import java.util.Optional;

/**
 * A request to a registry. All of them can be repeated.
 *
 * @param purpose what it is for, as it completes "could not ..."
 * @param path after the host, starting with {@code /v2/}
 * @param scope what a token must allow
 * @param accept media types of the answer
 * @param mediaType of the body
 */
record RegistryCall(
        String purpose,
        String method,
        String path,
        String scope,
        String accept,
        Optional<String> mediaType,
        Optional<byte[]> body) {

    static RegistryCall get(String purpose, String repository, String what, String accept) {
        return new RegistryCall(
                purpose,
                "GET",
                "/v2/" + repository + "/" + what,
                "repository:" + repository + ":pull",
                accept,
                Optional.empty(),
                Optional.empty());
    }

    static RegistryCall put(String purpose, String repository, String what, String mediaType, byte[] body) {
        return new RegistryCall(
                purpose,
                "PUT",
                "/v2/" + repository + "/" + what,
                "repository:" + repository + ":pull,push",
                "*/*",
                Optional.of(mediaType),
                Optional.of(body));
    }
}
