package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import java.util.function.UnaryOperator;

/**
 * JSON with secrets hidden in its texts. Masking the finished document instead would break it where a secret happens to
 * be a number or a key of ours.
 */
final class MaskedJson {
    private MaskedJson() {}

    static JsonNode of(Object value, UnaryOperator<String> mask) {
        return masked(Json.tree(value), mask);
    }

    private static JsonNode masked(JsonNode node, UnaryOperator<String> mask) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(mask.apply(node.textValue()));
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(entry -> copy.set(entry.getKey(), masked(entry.getValue(), mask)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(masked(item, mask)));
            return copy;
        }
        return node;
    }
}
