package io.jenkins.plugins.composerelease.engine.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Bytes that must never be shown. Its {@code toString} shows none of them. */
public final class Secret {
    private final byte[] value;

    private Secret(byte[] value) {
        this.value = value;
    }

    public static Secret of(byte[] value) {
        return new Secret(value.clone());
    }

    public static Secret of(String value) {
        return new Secret(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the exact bytes. */
    public byte[] bytes() {
        return value.clone();
    }

    /** The bytes as UTF-8 text, for interfaces that take nothing else. */
    public String reveal() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The bytes as text that a variable can hold; empty when they are not UTF-8 or hold a NUL character. */
    public Optional<String> text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return Optional.of(text).filter(decoded -> decoded.indexOf('\0') < 0);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(value, secret.value);
    }

    @Override
    public int hashCode() {
        return Secret.class.hashCode(); // never derived from the value: hash codes end up in logs and dumps
    }

    @Override
    public String toString() {
        return "****";
    }
}
