package io.jenkins.plugins.composerelease.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import java.util.function.UnaryOperator;

/** Builds a part of a request. Values are checked on their way in; a refusal names the part and the key. */
final class RequestJson {
    private final ObjectNode json = JsonNodeFactory.instance.objectNode();
    private final String part;

    /** @param part for messages, for example {@code Target 'production'} */
    RequestJson(String part) {
        this.part = part;
    }

    RequestJson required(String key, String value, UnaryOperator<String> rule) throws AbortException {
        if (value == null || value.isEmpty()) {
            throw new AbortException(part + ": " + key + " is missing. Give it a value.");
        }
        return text(key, value, rule);
    }

    /** Leaves the key out where there is no value, as do the others. */
    RequestJson text(String key, String value, UnaryOperator<String> rule) throws AbortException {
        if (value != null && !value.isEmpty()) {
            json.put(key, checked(key, value, rule));
        }
        return this;
    }

    RequestJson duration(String key, String value) throws AbortException {
        return text(key, value, text -> {
            Checks.duration(text);
            return text;
        });
    }

    RequestJson word(String key, String value, List<String> words) throws AbortException {
        if (!words.contains(value)) {
            throw new AbortException(part + ": " + key + " is '" + Text.printable(value) + "', expected one of: "
                    + String.join(", ", words) + ".");
        }
        return text(key, value, text -> text);
    }

    RequestJson number(String key, int value, int smallest) throws AbortException {
        if (value < smallest) {
            throw new AbortException(part + ": " + key + " is " + value + ", expected at least " + smallest + ".");
        }
        json.put(key, value);
        return this;
    }

    RequestJson bool(String key, boolean value) {
        json.put(key, value);
        return this;
    }

    RequestJson texts(String key, List<String> values, UnaryOperator<String> rule) throws AbortException {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(key);
            for (String value : values) {
                array.add(checked(key, value, rule));
            }
        }
        return this;
    }

    /** Entries that need no rule, as a list also when there are none. */
    RequestJson list(String key, List<String> values) {
        ArrayNode array = json.putArray(key);
        values.forEach(array::add);
        return this;
    }

    /** {@code NAME=value} entries as an object. */
    RequestJson pairs(String key, List<String> values, UnaryOperator<String> nameRule, UnaryOperator<String> valueRule)
            throws AbortException {
        if (!values.isEmpty()) {
            ObjectNode object = json.putObject(key);
            for (String value : values) {
                int equals = value.indexOf('=');
                if (equals < 1) {
                    throw new AbortException(part + ": " + key + " has '" + Text.printable(value)
                            + "', expected NAME=value. Write one such pair an entry.");
                }
                String name = checked(key, value.substring(0, equals), nameRule);
                if (object.has(name)) {
                    throw new AbortException(part + ": " + key + " has '" + name + "' twice. Remove one.");
                }
                object.put(name, checked(key, value.substring(equals + 1), valueRule));
            }
        }
        return this;
    }

    RequestJson node(String key, JsonNode value) {
        if (value != null && !value.isEmpty()) {
            json.set(key, value);
        }
        return this;
    }

    RequestJson items(String key, List<? extends RequestPart> parts, RequestSecrets secrets) throws AbortException {
        if (!parts.isEmpty()) {
            ArrayNode array = json.putArray(key);
            for (RequestPart item : parts) {
                array.add(item.request(secrets));
            }
        }
        return this;
    }

    /** A reference to a credential's value, where there is a credential. */
    RequestJson reference(String key, String credentialsId, String credentialPart, RequestSecrets secrets, String use)
            throws AbortException {
        if (credentialsId != null && !credentialsId.isEmpty()) {
            json.put(key, secrets.reference(credentialsId, credentialPart, use));
        }
        return this;
    }

    RequestJson requiredReference(
            String key, String credentialsId, String credentialPart, RequestSecrets secrets, String use)
            throws AbortException {
        if (credentialsId == null || credentialsId.isEmpty()) {
            throw new AbortException(part + ": credentialsId is missing. Name the credential of the " + use + ".");
        }
        return reference(key, credentialsId, credentialPart, secrets, use);
    }

    ObjectNode json() {
        return json;
    }

    private String checked(String key, String value, UnaryOperator<String> rule) throws AbortException {
        try {
            return rule.apply(value);
        } catch (InvalidInputException e) {
            throw new AbortException(part + ": " + key + ": " + e.getMessage());
        }
    }
}
