package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The secrets of a block: its variables, the names of its files, and what hides both. Persisted encrypted. */
final class SecretBindings implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String REFERENCE = "base64:";

    private final TreeMap<String, Secret> variables = new TreeMap<>();
    private final SecretMask mask;

    /** Names of the files, and the references of a request to what is in them; no secrets. */
    private final TreeMap<String, String> files;

    private SecretBindings(Map<String, String> variables, SecretMask mask, Map<String, String> files) {
        variables.forEach((name, value) -> this.variables.put(name, Secret.fromString(value)));
        this.mask = mask;
        this.files = new TreeMap<>(files);
    }

    /**
     * Looks the credentials up.
     *
     * @param forFiles gets those of files: what the engine is given
     * @param forVariables gets those of variables
     */
    static SecretBindings of(List<SecretEntry> entries, RequestSecrets forFiles, RequestSecrets forVariables)
            throws AbortException {
        Map<String, String> variables = new LinkedHashMap<>();
        Map<String, String> hidden = new LinkedHashMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        for (SecretEntry entry : entries) {
            RequestSecrets secrets = entry.getFile() == null ? forVariables : forFiles;
            JsonNode json = entry.request(secrets);
            String base64 = value(json, secrets);
            hidden.put(entry.getCredentialsId() + (entry.getPart() == null ? "" : " " + entry.getPart()), base64);
            if (entry.getFile() != null) {
                files.put(entry.getFile(), json.path("value").asText());
            } else {
                variables.put(entry.getEnv(), text(base64, entry));
            }
        }
        return new SecretBindings(variables, SecretMask.ofBase64(hidden), files);
    }

    /** The engine's request for the files, with references to {@code forFiles}; only where they were looked up. */
    ObjectNode fileRequest() {
        ObjectNode request = request();
        ArrayNode list = request.putArray("secrets");
        files.forEach((name, reference) -> list.addObject().put("file", name).put("value", reference));
        return request;
    }

    /** A request about no secrets. The engine wants to know what a request is for. */
    static ObjectNode request() {
        return JsonNodeFactory.instance.objectNode().put("application", "secrets");
    }

    static boolean hasFiles(List<SecretEntry> entries) {
        return entries.stream().anyMatch(entry -> entry.getFile() != null);
    }

    /** {@code DB_PASSWORD_FILE} for {@code db_password}. */
    static String variable(String file) {
        String name = file.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_") + "_FILE";
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** Says before anything is looked up when two secrets would be the same variable. */
    static void requireDistinct(List<SecretEntry> entries) throws AbortException {
        Map<String, String> seen = new LinkedHashMap<>();
        for (SecretEntry entry : entries) {
            String name =
                    entry.getEnv() != null ? entry.getEnv() : entry.getFile() != null ? variable(entry.getFile()) : "";
            String other = seen.put(name, entry.getCredentialsId());
            if (other != null && !name.isEmpty()) {
                throw new AbortException("The secrets of credentials '" + Text.printable(other) + "' and '"
                        + Text.printable(entry.getCredentialsId()) + "' would both be variable '" + Text.printable(name)
                        + "'. Give one of them another name.");
            }
        }
    }

    Map<String, Secret> variables() {
        return variables;
    }

    SecretMask mask() {
        return mask;
    }

    private static String value(JsonNode json, RequestSecrets secrets) {
        return secrets.environment().get(json.path("value").asText().substring(REFERENCE.length()));
    }

    private static String text(String base64, SecretEntry entry) throws AbortException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            // said below, without what was read
        }
        throw new AbortException("Credential '" + Text.printable(entry.getCredentialsId()) + "' cannot be variable '"
                + entry.getEnv() + "': it is not UTF-8 text without NUL characters. Use file instead of env for it.");
    }
}
