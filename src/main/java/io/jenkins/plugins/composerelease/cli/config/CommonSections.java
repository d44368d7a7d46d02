package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.RegistryLogin;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the parts that stand in several places: registries and secrets. */
final class CommonSections {
    private CommonSections() {}

    static RegistryLogin registry(Node node, SecretSource secrets) {
        Section section = Section.of(node, "url", "username", "password", "insecure");
        return section.build(() -> new RegistryLogin(
                section.requireText("url", Checks::registry),
                section.text("username", text -> Names.argument("username", text)),
                secret(section, "password", secrets),
                section.bool("insecure", false)));
    }

    static GitHubConfig gitHub(Node node, SecretSource secrets) {
        Section section = Section.of(node, "repository", "apiUrl", "token", "labels", "assignees");
        List<String> labels = section.texts("labels", text -> Names.argument("label", text));
        return new GitHubConfig(
                section.requireText("repository", Checks::repository),
                section.text("apiUrl", Checks::httpUrl).orElse("https://api.github.com"),
                requireSecret(section, "token", secrets),
                section.has("labels") ? labels : List.of("bug"),
                section.texts("assignees", text -> Names.argument("assignee", text)));
    }

    /** The secret that a key refers to, for places that take one line: without a line end after it. */
    static Optional<Secret> secret(Section section, String key, SecretSource secrets) {
        return section.find(key).map(node -> CliSecrets.withoutLineEnd(exact(node, secrets)));
    }

    static Secret requireSecret(Section section, String key, SecretSource secrets) {
        return CliSecrets.withoutLineEnd(exact(section.require(key), secrets));
    }

    static Secret exact(Node node, SecretSource secrets) {
        String reference = node.text();
        return node.check(() -> secrets.resolve(reference));
    }

    static List<SecretBinding> bindings(Node list, SecretSource secrets) {
        Set<String> names = new HashSet<>();
        List<SecretBinding> bindings = new ArrayList<>();
        for (Node item : list.items()) {
            for (SecretBinding binding : new SecretItem(item, secrets).bindings()) {
                if (!names.add(binding.kind() + " " + binding.name())) {
                    throw item.error("the secret '" + binding.name() + "' is there twice.", "Remove one.");
                }
                bindings.add(binding);
            }
        }
        return List.copyOf(bindings);
    }
}
