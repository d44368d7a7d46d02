package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import io.jenkins.plugins.composerelease.engine.model.DotEnv;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The secrets of a block while they are looked up, in clear: never persisted. */
final class FoundSecrets {
    private static final String REFERENCE = "base64:";

    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Set<String> open = new TreeSet<>();
    private final Map<String, String> hidden = new LinkedHashMap<>();
    private final List<ObjectNode> fileRequests = new ArrayList<>();
    private final Map<String, String> credentials = new LinkedHashMap<>();
    private final boolean filesAreVariables;

    /**
     * @param filesAreVariables whether a file's path is a variable, too
     */
    FoundSecrets(boolean filesAreVariables) {
        this.filesAreVariables = filesAreVariables;
    }

    /** Looks a secret up. */
    void add(SecretEntry entry, RequestSecrets secrets) throws AbortException {
        ObjectNode request = entry.request(secrets);
        String reference = request.path("value").asText();
        Secret value = Secret.of(
                Base64.getDecoder().decode(secrets.environment().get(reference.substring(REFERENCE.length()))));
        boolean isOpen = request.path("open").asBoolean();
        if (entry.getFile() != null) {
            if (filesAreVariables) {
                claim(SecretBindings.variable(entry.getFile()), entry);
            }
            fileRequests.add(request);
            if (!isOpen) {
                hide(entry, "", value);
            }
        } else if (!entry.isDotenv()) {
            addVariable(entry.getEnv(), value, isOpen, entry);
        } else {
            for (Map.Entry<String, Secret> one : DotEnv.parse(value).entrySet()) {
                addVariable(one.getKey(), one.getValue(), DotEnv.isOrdinary(one.getKey(), one.getValue()), entry);
            }
        }
    }

    /** Takes a variable's name for a secret; another one with it is refused. */
    void claim(String variable, SecretEntry entry) throws AbortException {
        String other = credentials.put(variable, entry.getCredentialsId());
        if (other != null) {
            throw new AbortException("The secrets of credentials '" + Text.printable(other) + "' and '"
                    + Text.printable(entry.getCredentialsId()) + "' would both be variable '" + Text.printable(variable)
                    + "'. Give one of them another name.");
        }
    }

    private void addVariable(String name, Secret value, boolean isOpen, SecretEntry entry) throws AbortException {
        claim(name, entry);
        String text = value.text()
                .orElseThrow(() -> new AbortException("Credential '" + Text.printable(entry.getCredentialsId())
                        + "' cannot be variable '" + name
                        + "': it is not UTF-8 text without NUL characters. Use file instead of env for it."));
        variables.put(name, text);
        if (isOpen) {
            open.add(name);
        } else {
            hide(entry, " " + name, value);
        }
    }

    private void hide(SecretEntry entry, String name, Secret value) {
        String part = entry.getPart() == null ? "" : " " + entry.getPart();
        hidden.put(entry.getCredentialsId() + part + name, Base64.getEncoder().encodeToString(value.bytes()));
    }

    /** Text by the variable's name. */
    Map<String, String> variables() {
        return variables;
    }

    /** Names of the variables that are no secrets. */
    Set<String> open() {
        return open;
    }

    /** Base64 of what is to be hidden, by a name for messages. */
    Map<String, String> hidden() {
        return hidden;
    }

    /** What a request says of the files: references, no secrets. */
    List<ObjectNode> fileRequests() {
        return fileRequests;
    }
}
