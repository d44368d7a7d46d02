package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * JSON with secrets hidden in its texts. Masking the finished document instead would break it where a secret happens to
 * be a number or a key of ours.
 */
final class MaskedJson {
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
    private static final int SHORTEST_NUMBER = 6;
    /** Lists of a log's lines, of which a secret may take several; in any other each item stands for itself. */
    private static final Set<String> LOGS = Set.of("log", "logLines");

    private MaskedJson() {}

    static JsonNode of(Object value, Masker masker) {
        return masked("", Json.tree(value), masker);
    }

    private static JsonNode masked(String name, JsonNode node, Masker masker) {
        if (node.isTextual()) {
            return text(node, masker::mask);
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(entry -> copy.set(
                            key(entry.getKey(), copy, masker), masked(entry.getKey(), entry.getValue(), masker)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            UnaryOperator<String> lines = LOGS.contains(name) ? masker.lines()::mask : masker::mask;
            node.forEach(item -> copy.add(item.isTextual() ? text(item, lines) : masked("", item, masker)));
            return copy;
        }
        return node.isNumber() ? number(node, masker) : node;
    }

    private static JsonNode text(JsonNode node, UnaryOperator<String> mask) {
        return JsonNodeFactory.instance.textNode(mask.apply(node.textValue()));
    }

    /** Keys of ours are letters only, and nobody could read a result without them; names of variables may be anything. */
    private static String key(String key, ObjectNode taken, Masker masker) {
        if (LETTERS.matcher(key).matches()) {
            return key;
        }
        String masked = masker.mask(key);
        for (int i = 2; taken.has(masked); i++) {
            masked = masker.mask(key) + "-" + i;
        }
        return masked;
    }

    /** Short ones are exit codes, ports and times of ours, which programs read. */
    private static JsonNode number(JsonNode node, Masker masker) {
        String text = node.asText();
        return text.length() >= SHORTEST_NUMBER && masker.mask(text).equals(Masker.REPLACEMENT)
                ? JsonNodeFactory.instance.textNode(Masker.REPLACEMENT)
                : node;
    }
}
