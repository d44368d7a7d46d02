package io.jenkins.plugins.composerelease.adapter.registry;

import java.util.Optional;

/**
 * A request to a registry. All of them can be repeated.
 *
 * @param purpose what it is for, as it completes "could not ..."
 * @param path after the host, starting with {@code /v2/}
 * @param scope what a token must allow; several are separated by spaces
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

    static RegistryCall head(String purpose, String repository, String what) {
        return get(purpose, repository, what, "*/*").as("HEAD");
    }

    /** Begins something in a repository, without a body. */
    static RegistryCall post(String purpose, String repository, String what) {
        return new RegistryCall(
                purpose,
                "POST",
                "/v2/" + repository + "/" + what,
                "repository:" + repository + ":pull,push",
                "*/*",
                Optional.empty(),
                Optional.of(new byte[0]));
    }

    /** The same with the right to read a further repository. */
    RegistryCall alsoReading(String repository) {
        String both = scope + " repository:" + repository + ":pull";
        return new RegistryCall(purpose, method, path, both, accept, mediaType, body);
    }

    /** Whether it asks for the right to read one repository. */
    boolean onlyReads() {
        return scope.endsWith(":pull") && !scope.contains(" ");
    }

    /** The same with the right to write what it reads. */
    RegistryCall alsoWriting() {
        return new RegistryCall(purpose, method, path, scope + ",push", accept, mediaType, body);
    }

    /** What follows a call under the same rights, with a body that is not held. */
    RegistryCall as(String next, String nextType) {
        return new RegistryCall(purpose, next, path, scope, accept, Optional.of(nextType), Optional.empty());
    }

    RegistryCall as(String next) {
        return new RegistryCall(purpose, next, path, scope, accept, mediaType, body);
    }
}
