package io.jenkins.plugins.composerelease.engine.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Hidden markers by which issues and comments are found again: an HTML comment that GitHub keeps and does not show. */
final class Marker {
    static final String PREFIX = "<!-- compose-release:";

    private Marker() {}

    /** {@code <!-- compose-release:KIND:32 hexadecimal digits -->}; length-prefixed, so that no two lists collide. */
    static String of(String kind, List<String> fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            String hash = HexFormat.of().formatHex(digest.digest()).substring(0, 32);
            return PREFIX + kind + ":" + hash + " -->";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
