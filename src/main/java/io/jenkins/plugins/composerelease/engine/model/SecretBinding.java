package io.jenkins.plugins.composerelease.engine.model;

/**
 * A secret and how the application gets it.
 *
 * @param kind how it is delivered
 * @param name for {@link Kind#ENV} the variable Compose interpolates, for {@link Kind#FILE} the name under the compose
 *     file's top-level {@code secrets:}
 * @param value its bytes
 */
public record SecretBinding(Kind kind, String name, Secret value) {

    /** How a secret is delivered. */
    public enum Kind {
        /** A variable; a compose file that passes it on as environment shows it in {@code docker inspect}. */
        ENV,
        /** A file on tmpfs that Compose mounts under {@code /run/secrets}. */
        FILE
    }

    public SecretBinding {
        if (kind == Kind.ENV) {
            Names.variable("secret", name);
        } else {
            Names.name("secret", name);
        }
    }
}
