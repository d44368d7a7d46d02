package io.jenkins.plugins.composerelease.engine.model;

/**
 * A secret and how the application gets it.
 *
 * @param kind how it is delivered
 * @param name for {@link Kind#ENV} the variable Compose interpolates, for {@link Kind#FILE} the name under the compose
 *     file's top-level {@code secrets:}
 * @param value its bytes
 * @param hidden whether it is hidden in everything that is shown; not so what a store of secrets holds beside them, such
 *     as a user name that is no secret
 * @param source what people know it by, as a credential's id; empty where there is nothing but its name
 */
public record SecretBinding(Kind kind, String name, Secret value, boolean hidden, String source) {

    /** How a secret is delivered. */
    public enum Kind {
        /** A variable; a compose file that passes it on as environment shows it in {@code docker inspect}. */
        ENV,
        /** A file on tmpfs that Compose mounts under {@code /run/secrets}. */
        FILE
    }

    /** One that is hidden, and known by its own name. */
    public SecretBinding(Kind kind, String name, Secret value) {
        this(kind, name, value, true, "");
    }

    public SecretBinding {
        if (kind == Kind.ENV) {
            Names.variable("secret", name);
        } else {
            Names.name("secret", name);
        }
    }
}
