package io.jenkins.plugins.composerelease.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.composerelease.engine.deploy.Json;
import io.jenkins.plugins.composerelease.engine.mask.LineMasker;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import java.util.regex.Pattern;

/**
 * JSON with secrets hidden in its texts. Masking the finished document instead would break it where a secret happens to
 * be a number or a key of ours.
 */
final class MaskedJson {
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
    private static final int SHORTEST_NUMBER = 6;

    private MaskedJson() {}

    static JsonNode of(Object value, Masker masker) {
        return masked(Json.tree(value), masker);
    }

    private static JsonNode masked(JsonNode node, Masker masker) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(masker.mask(node.textValue()));
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties()
                    .forEach(entry -> copy.set(key(entry.getKey(), copy, masker), masked(entry.getValue(), masker)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            LineMasker lines =
                    masker.lines(); // a list may be the lines of a log, and a secret stand in several of them
            node.forEach(item -> copy.add(
                    item.isTextual()
                            ? JsonNodeFactory.instance.textNode(lines.mask(item.textValue()))
                            : masked(item, masker)));
            return copy;
        }
        return node.isNumber() ? number(node, masker) : node;
    }

    /** Keys of ours are letters only; names of variables and labels may be anything. */
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
