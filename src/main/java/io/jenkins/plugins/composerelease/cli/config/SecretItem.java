package io.jenkins.plugins.composerelease.cli.config;

import io.jenkins.plugins.composerelease.engine.model.Checks;
import io.jenkins.plugins.composerelease.engine.model.DotEnv;
import io.jenkins.plugins.composerelease.engine.model.Names;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding.Kind;
import io.jenkins.plugins.composerelease.engine.spi.SecretSource;
import java.util.List;
import java.util.stream.Stream;

/** Reads one item of {@code secrets}: a file, a variable, or a file of variables. */
final class SecretItem {
    private final Section section;
    private final SecretSource secrets;
    private final Node value;
    private final SecretReference reference;
    private final boolean open;

    SecretItem(Node item, SecretSource secrets) {
        this.section = Section.of(item, "file", "env", "dotenv", "value", "open", "credential");
        this.secrets = secrets;
        requireOneKind();
        this.value = section.require("value");
        String text = value.text();
        this.reference = value.check(() -> SecretReference.parse(text));
        this.open = section.bool("open", false);
    }

    List<SecretBinding> bindings() {
        String source = section.text("credential", Checks::line).orElseGet(reference::label);
        if (isDotEnv()) {
            return variables(source);
        }
        if (section.has("file")) {
            String name = section.requireText("file", text -> Names.name("secret", text));
            return List.of(new SecretBinding(Kind.FILE, name, exact(), !open, source));
        }
        String name = section.requireText("env", text -> Names.variable("secret", text));
        return List.of(new SecretBinding(Kind.ENV, name, variable(name), !open, source));
    }

    private void requireOneKind() {
        long kinds = Stream.of(section.has("file"), section.has("env"), isDotEnv())
                .filter(given -> given)
                .count();
        if (kinds != 1) {
            throw section.error(
                    "a secret has one of 'file', 'env' and 'dotenv'.",
                    "Use file for a compose secret, env for a variable, 'dotenv: true' for a file of variables.");
        }
    }

    private boolean isDotEnv() {
        return section.bool("dotenv", false);
    }

    private List<SecretBinding> variables(String source) {
        if (open) {
            throw section.error(
                    "'open' is for a single value.",
                    "Remove it: what is ordinary in a file of variables is shown anyway.");
        }
        return value.check(() -> secrets.variables(reference.toString())).entrySet().stream()
                .map(one -> new SecretBinding(
                        Kind.ENV,
                        one.getKey(),
                        one.getValue(),
                        !DotEnv.isOrdinary(one.getKey(), one.getValue()),
                        source))
                .toList();
    }

    private Secret exact() {
        return value.check(() -> open ? secrets.open(reference.toString()) : secrets.resolve(reference.toString()));
    }

    private Secret variable(String name) {
        Secret secret = reference.endsWithALine() ? CliSecrets.withoutLineEnd(exact()) : exact();
        if (secret.text().isEmpty()) {
            throw value.error(
                    "variable '" + name + "' cannot hold it, as it is not UTF-8 text without NUL characters.",
                    "Use file instead of env for it.");
        }
        return secret;
    }
}
