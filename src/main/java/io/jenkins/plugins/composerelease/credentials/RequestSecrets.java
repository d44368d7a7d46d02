package io.jenkins.plugins.composerelease.credentials;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The secrets of one request: looks Jenkins' credentials up, and hands them to the engine as environment variables that
 * the request refers to. Each use is one line in the build's log, with the credential's id.
 *
 * <p>Made right before an engine process is started and never persisted: it holds the secrets in clear. Not thread-safe.
 */
public final class RequestSecrets {
    /** What the names of the variables begin with; the engine keeps such variables from its own children. */
    public static final String VARIABLE_PREFIX = "COMPOSE_RELEASE_SECRET_";

    /** Where either may be given, such as a token: whatever of the two the credential is. */
    public static final String PASSWORD_OR_TEXT = "password|text";

    /** Linux takes at most 128 KiB for one variable, and base64 makes 4 bytes of 3. */
    private static final int MAX_BYTES = 95 * 1024;

    private final CredentialSource source;
    private final CredentialSource administrators;
    private final TaskListener listener;
    private final String step;
    private final Map<String, String> environment;

    /**
     * Secrets that a job names: found in the run's context, with its folder's credentials, its credentials parameters
     * and its user's own ones; never those of scope System.
     *
     * @param step what needs them, as people know it, for example {@code deployRelease}
     */
    public RequestSecrets(Run<?, ?> run, TaskListener listener, String step) {
        this(
                CredentialSource.of(run, step),
                CredentialSource.ofJenkins(run, step),
                listener,
                step,
                new LinkedHashMap<>());
    }

    private RequestSecrets(
            CredentialSource source,
            CredentialSource administrators,
            TaskListener listener,
            String step,
            Map<String, String> environment) {
        this.source = source;
        this.administrators = administrators;
        this.listener = listener;
        this.step = step;
        this.environment = environment;
    }

    /**
     * Secrets for what an administrator does outside of a run. The caller has checked that it is one.
     *
     * @param step what needs them, for example {@code Test connection}
     */
    public static RequestSecrets ofJenkins(TaskListener listener, String step) {
        CredentialSource jenkins = CredentialSource.ofJenkins(null, step);
        return new RequestSecrets(jenkins, jenkins, listener, step, new LinkedHashMap<>());
    }

    /** Looks nothing up and accepts every id: for checking the rest of a request. */
    public static RequestSecrets unresolved() {
        CredentialSource none = (id, part, use) -> Secret.of("unresolved");
        return new RequestSecrets(none, none, TaskListener.NULL, "", new LinkedHashMap<>());
    }

    /** The same collection, for ids that an administrator's target names: Jenkins' own credentials, scope System included. */
    public RequestSecrets asAdministrator() {
        return new RequestSecrets(administrators, administrators, listener, step, environment);
    }

    /**
     * Puts a credential into {@link #environment()}.
     *
     * @param part empty (by type: text, file's bytes, password, private key, keystore), or {@code username}, {@code
     *     password}, {@code privateKey}, {@code passphrase}, {@code keystore}, {@code keystorePassword}, {@code text},
     *     {@code file}; several with {@code |} between them
     * @param use what it is for, for example {@code secret file db_password}
     * @return {@code base64:COMPOSE_RELEASE_SECRET_n}
     * @throws AbortException if the id is unknown here, or the credential is of another type, too short to be hidden, or
     *     longer than 95 KiB
     */
    public String reference(String credentialsId, String part, String use) throws AbortException {
        byte[] bytes = bytes(credentialsId, part, use);
        if (bytes.length > MAX_BYTES) {
            throw new AbortException(
                    "Credential '" + credentialsId + "' (" + use + ") has " + bytes.length + " bytes, expected at most "
                            + MAX_BYTES + ". Put what is not secret of it into an ordinary file.");
        }
        String value = Base64.getEncoder().encodeToString(bytes);
        return "base64:"
                + environment.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(value))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseGet(() -> add(value));
    }

    private String add(String value) {
        String name = VARIABLE_PREFIX + (environment.size() + 1);
        environment.put(name, value);
        return name;
    }

    /** The exact bytes, for use on the controller; parameters and errors as {@link #reference}. */
    public byte[] bytes(String credentialsId, String part, String use) throws AbortException {
        Secret secret = source.find(credentialsId, part, use);
        if (!step.isEmpty()) {
            listener.getLogger().println(step + ": credential '" + credentialsId + "' for " + use);
        }
        return secret.bytes();
    }

    /** The same as UTF-8 text. */
    public String text(String credentialsId, String part, String use) throws AbortException {
        return new String(bytes(credentialsId, part, use), StandardCharsets.UTF_8);
    }

    /** Name and base64 value of each secret, for the engine's process only. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
