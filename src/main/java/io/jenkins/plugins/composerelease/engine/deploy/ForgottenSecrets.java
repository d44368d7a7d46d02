package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.model.SecretLook;
import io.jenkins.plugins.composerelease.engine.model.Target;
import io.jenkins.plugins.composerelease.engine.publish.EnvSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what looks like a secret that nobody declared as one, where a release would write it to the host in clear. */
final class ForgottenSecrets {
    private static final String ADVICE = " Bind it as a secret.";
    private final Target target;
    private final List<SecretSearch> known;
    private final List<String> warnings = new ArrayList<>();

    private ForgottenSecrets(Target target) {
        this.target = target;
        this.known = target.secrets().stream().map(SecretSearch::new).toList();
    }

    /**
     * One warning for each, with the place and without the value.
     *
     * @param config the resolved compose files
     * @param files the release's files
     */
    static List<String> find(StackConfig config, Target target, Workspace files) {
        ForgottenSecrets found = new ForgottenSecrets(target);
        found.inVariables();
        config.services().forEach((name, service) -> found.inService("service '" + name + "'", service.shown()));
        found.inService("the compose files", config.configs());
        target.envFiles().forEach(file -> found.inEnvFile(file, files.content(file)));
        files.transferred().forEach(file -> found.inFile(file, files.content(file)));
        return found.warnings.stream().distinct().toList();
    }

    private void inVariables() {
        Set<String> users = target.variables().entrySet().stream()
                .filter(variable -> SecretLook.isUser(variable.getKey()))
                .map(variable -> variable.getValue().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        target.variables().forEach((name, value) -> SecretLook.judge(name, value, users)
                .ifPresent(reason -> warnings.add("Variable '" + name + "' of the target looks like a secret ("
                        + reason.text() + "): plans, records and logs show it." + ADVICE)));
    }

    /** What is known as a secret is told apart, see {@link SecretExposure}; what comes from a variable, with that. */
    private void inService(String what, List<ShownText> texts) {
        Set<String> users = texts.stream()
                .filter(shown -> shown.place() == ShownText.Place.VARIABLE && SecretLook.isUser(shown.name()))
                .map(shown -> shown.text().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (ShownText shown : texts) {
            boolean told = known.stream().anyMatch(secret -> secret.isIn(shown));
            if (!told && !target.variables().containsValue(shown.text())) {
                judge(shown, users)
                        .ifPresent(reason -> warnings.add("What " + what + " has in " + shown.where()
                                + " looks like a secret (" + reason.text() + "): it stands in the compose files, and "
                                + shown.place().shownBy + "." + ADVICE));
            }
        }
    }

    private static Optional<SecretLook.Reason> judge(ShownText shown, Set<String> users) {
        String name = shown.name().substring(shown.name().lastIndexOf(' ') + 1);
        boolean named = shown.place() != ShownText.Place.COMMAND && shown.place() != ShownText.Place.OTHER;
        return SecretLook.judge(named ? name : "", shown.text(), users);
    }

    private void inEnvFile(String file, byte[] content) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        for (EnvSecrets.Finding finding : EnvSecrets.find(lines)) {
            warnings.add("Line " + finding.line() + " of env file '" + file + "' looks like a secret"
                    + (finding.name().isEmpty() ? "" : " (" + finding.name() + ")")
                    + ": the file stays on the host's disk, readable." + ADVICE);
        }
    }

    private void inFile(String file, byte[] content) {
        if (SecretLook.holdsToken(new String(content, StandardCharsets.ISO_8859_1))) {
            warnings.add("File '" + file + "' has a private key or a token in it, and is transferred: it stays on the"
                    + " host's disk, readable." + ADVICE);
        }
    }
}
