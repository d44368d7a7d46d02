package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.util.List;
import java.util.stream.Stream;

/** Finds the secrets that a compose file lets others than the service see. */
public final class SecretExposure {
    private SecretExposure() {}

    /**
     * One warning for each hidden secret and each place where it would be visible, with the place and without the secret.
     *
     * @param config the resolved compose files, with the secrets in them
     */
    public static List<String> find(StackConfig config, List<SecretBinding> secrets) {
        return secrets.stream()
                .filter(SecretBinding::hidden)
                .flatMap(secret -> find(config, secret))
                .distinct()
                .toList();
    }

    private static Stream<String> find(StackConfig config, SecretBinding secret) {
        SecretSearch search = new SecretSearch(secret);
        return Stream.concat(
                config.services().entrySet().stream().flatMap(service -> service.getValue().shown().stream()
                        .filter(search::isIn)
                        .map(shown -> warning(secret, "service '" + service.getKey() + "'", shown))),
                config.configs().stream().filter(search::isIn).map(shown -> warning(secret, "its services", shown)));
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
