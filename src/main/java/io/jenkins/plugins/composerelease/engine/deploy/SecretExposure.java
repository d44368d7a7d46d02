package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.util.List;
import java.util.stream.Stream;

/** Finds the secrets that a compose file lets others than the service see. */
public final class SecretExposure {
    /** Shorter ones are found as whole words only. */
    private static final int PART = 6;

    private static final int SHORTEST = 3;

    private SecretExposure() {}

    /**
     * One warning for each hidden secret and each place where it would be visible, with the place and without the secret.
     *
     * @param config the resolved compose files, with the secrets in them
     */
    public static List<String> find(StackConfig config, List<SecretBinding> secrets) {
        return secrets.stream()
                .filter(SecretBinding::hidden)
                .flatMap(secret -> Stream.concat(
                        config.services().entrySet().stream().flatMap(service -> service.getValue().shown().stream()
                                .filter(shown -> holds(shown, secret))
                                .map(shown -> warning(secret, "service '" + service.getKey() + "'", shown))),
                        config.configs().stream()
                                .filter(shown -> holds(shown, secret))
                                .map(shown -> warning(secret, "its services", shown))))
                .distinct()
                .toList();
    }

    /** Whether where a secret is can be told by its value: not so where any word may be the same. */
    static boolean canBeFound(SecretBinding secret) {
        return secret.hidden() && secret.value().reveal().strip().length() >= SHORTEST;
    }

    /** Whether a text has a secret in it. */
    static boolean holds(ShownText shown, SecretBinding secret) {
        String value = secret.value().reveal().strip();
        return canBeFound(secret) && (holds(shown.text(), value) || holds(shown.text(), value.replace("$$", "$")));
    }

    private static boolean holds(String text, String value) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            if (value.length() >= PART || isEdge(text, at - 1) && isEdge(text, at + value.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }

    private static String warning(SecretBinding secret, String service, ShownText shown) {
        return "Secret '" + secret.name() + "' reaches " + service + " in " + shown.where() + ": "
                + shown.place().shownBy + ". " + advice(shown.place());
    }

    private static String advice(ShownText.Place place) {
        return place == ShownText.Place.BUILD
                ? "Make it a build secret."
                : "Bind it as a file and mount it with the compose file's 'secrets:', where the application can read one.";
    }
}
