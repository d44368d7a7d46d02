package io.jenkins.plugins.composerelease.credentials;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.DotEnv;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** It takes 2 MiB for all variables and arguments of a process together, and there are others. */
    private static final int MAX_TOTAL = 1536 * 1024;

    private static final String REFERENCE = "base64:";
    private static final String VARIABLES = "file of variables";

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
        CredentialSource none =
                (id, part, use) -> new Taken(Secret.of(VARIABLES.equals(use) ? "" : "unresolved"), true, false);
        return new RequestSecrets(none, none, TaskListener.NULL, "", new LinkedHashMap<>());
    }

    /** The same collection, for ids that an administrator's target names: Jenkins' own credentials, scope System included. */
    public RequestSecrets asAdministrator() {
        return new RequestSecrets(administrators, administrators, listener, step, environment);
    }

    /**
     * Puts what the engine itself uses, such as a password or an SSH key, into {@link #environment()}.
     *
     * @param part empty (by type: text, file's bytes, password, private key, keystore), or {@code username}, {@code
     *     password}, {@code privateKey}, {@code passphrase}, {@code keystore}, {@code keystorePassword}, {@code text},
     *     {@code file}; several with {@code |} between them
     * @param use what it is for, for example {@code GitHub token}
     * @return {@code base64:COMPOSE_RELEASE_SECRET_n}
     * @throws AbortException if the id is unknown here, or the credential is of another type, too short to be hidden, longer
     *     than 95 KiB, a key with a passphrase, or one too many for a process's environment
     */
    public String reference(String credentialsId, String part, String use) throws AbortException {
        return put(credentialsId, use, found(credentialsId, part, use));
    }

    /** The same for a secret of the application, which gets it as it is: a key also with a passphrase. */
    public Value value(String credentialsId, String part, String use) throws AbortException {
        Taken taken = source.find(credentialsId, part, use);
        if (taken.hidden()) {
            requireMaskable("of credential '" + credentialsId + "' (" + use + ")", taken.value());
        }
        say(credentialsId, use);
        return new Value(put(credentialsId, use, taken.value()), taken.hidden());
    }

    /** The same for a file of variables, which the log names; see {@link DotEnv}. */
    public Value variables(String credentialsId, String part) throws AbortException {
        Secret file = source.find(credentialsId, part, VARIABLES).value();
        List<String> hidden = new ArrayList<>();
        List<String> ordinary = new ArrayList<>();
        try {
            DotEnv.parse(file).forEach((name, value) -> (DotEnv.isOrdinary(name, value) ? ordinary : hidden).add(name));
        } catch (InvalidInputException e) {
            throw new AbortException("Credential '" + credentialsId + "' (" + VARIABLES + "): " + e.getMessage());
        }
        say(
                credentialsId,
                "secret variables " + (hidden.isEmpty() ? "(none)" : String.join(", ", hidden))
                        + (ordinary.isEmpty() ? "" : "; not hidden, as ordinary: " + String.join(", ", ordinary)));
        return new Value(put(credentialsId, VARIABLES, file), true);
    }

    /**
     * Where the engine finds a secret of the application.
     *
     * @param reference {@code base64:COMPOSE_RELEASE_SECRET_n}
     * @param hidden whether it is to be hidden
     */
    public record Value(String reference, boolean hidden) {}

    private String put(String credentialsId, String use, Secret secret) throws AbortException {
        byte[] bytes = secret.bytes();
        if (bytes.length > MAX_BYTES) {
            throw new AbortException(
                    "Credential '" + credentialsId + "' (" + use + ") has " + bytes.length + " bytes, expected at most "
                            + MAX_BYTES + ". Put what is not secret of it into an ordinary file.");
        }
        String value = Base64.getEncoder().encodeToString(bytes);
        for (Map.Entry<String, String> entry : environment.entrySet()) {
            if (entry.getValue().equals(value)) {
                return REFERENCE + entry.getKey();
            }
        }
        int total = value.length()
                + environment.values().stream().mapToInt(String::length).sum();
        if (total > MAX_TOTAL) {
            throw new AbortException(
                    "Credential '" + credentialsId + "' (" + use + ") is too much: the secrets of " + step
                            + " have " + total + " bytes in base64 with it, expected at most " + MAX_TOTAL
                            + ". Name fewer, or put what is not secret of them into ordinary files.");
        }
        String name = VARIABLE_PREFIX + (environment.size() + 1);
        environment.put(name, value);
        return REFERENCE + name;
    }

    private Secret found(String credentialsId, String part, String use) throws AbortException {
        Taken taken = source.find(credentialsId, part, use);
        String name = "credential '" + credentialsId + "' (" + use + ")";
        if (taken.locked()) {
            throw new AbortException("The " + name + " is a private key with a passphrase, which cannot be given to ssh"
                    + " here. Store the key without one (Jenkins encrypts it), or leave the id out and put the step"
                    + " into sshagent { }, which takes keys with a passphrase.");
        }
        if (taken.hidden() && !"username".equals(part)) {
            requireMaskable("of " + name, taken.value());
        }
        say(credentialsId, use);
        return taken.value();
    }

    /** The engine refuses them too; here the message can name the credential. */
    private static void requireMaskable(String name, Secret secret) throws AbortException {
        try {
            Masker.requireMaskable(name, secret);
        } catch (InvalidInputException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private void say(String credentialsId, String use) {
        if (!step.isEmpty()) {
            listener.getLogger().println(step + ": credential '" + credentialsId + "' for " + use);
        }
    }

    /** The exact bytes, for use on the controller; parameters and errors as {@link #reference}. */
    public byte[] bytes(String credentialsId, String part, String use) throws AbortException {
        return found(credentialsId, part, use).bytes();
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
