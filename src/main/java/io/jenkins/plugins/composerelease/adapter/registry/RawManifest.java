package io.jenkins.plugins.composerelease.adapter.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A manifest byte for byte: its digest is computed from these bytes, and so they are what is stored elsewhere. */
record RawManifest(byte[] bytes, String mediaType, String digest) {
    static final String MEDIA_TYPES = String.join(
            ", ",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    static RawManifest of(RegistryAnswer answer) {
        String type = answer.header("Content-Type").orElse("").split(";")[0].strip();
        return new RawManifest(answer.body(), type.isEmpty() ? ownType(answer.body()) : type, digest(answer.body()));
    }

    /** The type that a manifest gives itself; those without are OCI's. */
    private static String ownType(byte[] bytes) {
        try {
            JsonNode tree = new ObjectMapper().readTree(bytes);
            String known = tree.path("manifests").isArray()
                    ? "application/vnd.oci.image.index.v1+json"
                    : "application/vnd.oci.image.manifest.v1+json";
            return tree.path("mediaType").asText(known);
        } catch (IOException e) {
            return "";
        }
    }

    JsonNode tree(RegistryErrors errors, String what) {
        return tree(bytes, errors, what);
    }

    static JsonNode tree(byte[] json, RegistryErrors errors, String what) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw errors.notUnderstood(what, "no valid JSON", e);
        }
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
