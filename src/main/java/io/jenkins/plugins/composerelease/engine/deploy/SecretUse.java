package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.util.List;
import java.util.stream.Collectors;

/** Says which secret goes where, for the record of who used what: names and ids, never a value. */
public final class SecretUse {
    private SecretUse() {}

    /**
     * One line for each secret, such as {@code secret 'db' goes to file db_password of service 'api' on target
     * 'production'}.
     *
     * @param config the resolved compose files, with the secrets in them
     * @param place where the services run, such as {@code target 'production'}
     */
    public static List<String> lines(List<SecretBinding> secrets, StackConfig config, String place) {
        return secrets.stream().map(secret -> line(secret, config, place)).toList();
    }

    private static String line(SecretBinding secret, StackConfig config, String place) {
        boolean file = secret.kind() == SecretBinding.Kind.FILE;
        SecretSearch search = new SecretSearch(secret);
        List<String> services = config.services().entrySet().stream()
                .filter(service -> file
                        ? service.getValue().usesSecrets().contains(secret.name())
                        : service.getValue().shown().stream().anyMatch(search::isIn))
                .map(service -> "'" + service.getKey() + "'")
                .toList();
        String of = file || SecretSearch.canBeFound(secret) ? users(services) : "";
        String source = secret.source().isEmpty() ? secret.name() : secret.source();
        return "secret '" + source + "' goes to " + (file ? "file " : "variable ") + secret.name() + of + " on " + place
                + (secret.hidden() ? "" : ", not hidden");
    }

    private static String users(List<String> services) {
        return switch (services.size()) {
            case 0 -> " of no service";
            case 1 -> " of service " + services.get(0);
            default -> services.stream().collect(Collectors.joining(", ", " of services ", ""));
        };
    }
}
