package io.jenkins.plugins.composerelease.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An answer of the stand-in.
 *
 * @param link value of the {@code Link} header, or empty
 */
record StandInReply(int status, String contentType, String body, String link) {
    private static final String JSON = "application/json; charset=utf-8";

    static StandInReply json(int status, JsonNode body) {
        return new StandInReply(status, JSON, body.toString(), "");
    }

    static StandInReply text(String body) {
        return new StandInReply(200, "text/plain; charset=utf-8", body, "");
    }

    StandInReply withLink(String newLink) {
        return new StandInReply(status, contentType, body, newLink);
    }

    static StandInReply error(int status, String message) {
        return json(status, errorBody(status, message));
    }

    /** 422 about one field. */
    static StandInReply invalid(String field, String code, String message) {
        ObjectNode body = errorBody(422, "Validation Failed");
        ArrayNode errors = body.putArray("errors");
        ObjectNode error =
                errors.addObject().put("resource", "Issue").put("code", code).put("field", field);
        if (!message.isEmpty()) {
            error.put("message", message);
        }
        return json(422, body);
    }

    private static ObjectNode errorBody(int status, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("message", message)
                .put("documentation_url", "https://docs.github.com/rest")
                .put("status", String.valueOf(status));
    }
}
