package io.jenkins.plugins.composerelease.steps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.AbortException;
import hudson.util.Secret;
import io.jenkins.plugins.composerelease.config.SecretEntry;
import io.jenkins.plugins.composerelease.credentials.RequestSecrets;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The secrets of a block: its variables, the names of its files, and what hides both. Persisted encrypted. */
final class SecretBindings implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Secret> variables = new TreeMap<>();

    /** Names of the variables that are no secrets: what their credential says is none, and ordinary values beside secrets. */
    private final TreeSet<String> open;

    private final SecretMask mask;

    /** What a request says of the files: references, no secrets. Not needed any more after a restart. */
    private final transient List<ObjectNode> files;

    private SecretBindings(Map<String, Secret> variables, Set<String> open, SecretMask mask, List<ObjectNode> files) {
        this.variables.putAll(variables);
        this.open = new TreeSet<>(open);
        this.mask = mask;
        this.files = files;
    }

    /**
     * Looks the credentials up.
     *
     * @param forFiles gets those of files: what the engine is given
     * @param forVariables gets those of variables
     */
    static SecretBindings of(List<SecretEntry> entries, RequestSecrets forFiles, RequestSecrets forVariables)
            throws AbortException {
        return of(entries, forFiles, forVariables, new FoundSecrets(true));
    }

    /** The same for the body of a stack, whose files are in its containers only. */
    static SecretBindings ofStack(List<SecretEntry> entries, RequestSecrets secrets) throws AbortException {
        return of(entries, secrets, secrets, new FoundSecrets(false));
    }

    private static SecretBindings of(
            List<SecretEntry> entries, RequestSecrets forFiles, RequestSecrets forVariables, FoundSecrets found)
            throws AbortException {
        for (SecretEntry entry : entries) {
            found.add(entry, entry.getFile() == null ? forVariables : forFiles);
        }
        Map<String, Secret> variables = new TreeMap<>();
        found.variables().forEach((name, value) -> variables.put(name, Secret.fromString(value)));
        return new SecretBindings(variables, found.open(), SecretMask.ofBase64(found.hidden()), found.fileRequests());
    }

    /** A version before this one persisted no open variables. */
    private Object readResolve() {
        return new SecretBindings(variables, open == null ? Set.of() : open, mask, List.of());
    }

    /** The engine's request for the files, with references to {@code forFiles}; only where they were looked up. */
    ObjectNode fileRequest() {
        ObjectNode request = request();
        request.putArray("secrets").addAll(files);
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
        FoundSecrets found = new FoundSecrets(true);
        for (SecretEntry entry : entries) {
            if (entry.getEnv() != null) {
                found.claim(entry.getEnv(), entry);
            } else if (entry.getFile() != null) {
                found.claim(variable(entry.getFile()), entry);
            }
        }
    }

    Map<String, Secret> variables() {
        return variables;
    }

    Set<String> open() {
        return open;
    }

    SecretMask mask() {
        return mask;
    }
}
