package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Optional;

/** What a registry answered. */
record RegistryAnswer(int status, HttpHeaders headers, byte[] body) {

    Optional<String> header(String name) {
        return headers.firstValue(name).filter(value -> !value.isBlank());
    }

    boolean isTransient() {
        return status == 429 || status >= 500;
    }

    boolean isRefusal() {
        return status == 401 || status == 403;
    }

    /** Whether the body is a registry's list of errors, not the page of some other server. */
    boolean isRegistryError() {
        return errors().isPresent();
    }

    /** {@code 404 MANIFEST_UNKNOWN: manifest unknown}, or the bare status. */
    String describe() {
        return status
                + errors().map(errors -> errors.path(0))
                        .map(error -> " " + error.path("code").asText() + ": "
                                + error.path("message").asText())
                        .map(Text::printable)
                        .orElse("");
    }

    private Optional<JsonNode> errors() {
        try {
            JsonNode errors = new ObjectMapper().readTree(body).path("errors");
            return errors.isArray() && !errors.isEmpty() ? Optional.of(errors) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
