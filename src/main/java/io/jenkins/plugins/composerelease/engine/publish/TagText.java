package io.jenkins.plugins.composerelease.engine.publish;

import java.nio.charset.StandardCharsets;

/** Makes any text a tag that registries take. */
final class TagText {
    private static final int MAX = 128;
    private static final int HASH = 8;

    private TagText() {}

    /**
     * The text with each character that a tag cannot have as {@code -}; what cannot stand at the start is left out. A
     * text over 128 characters is cut and ends with a hash of the whole, so that long names stay apart; so does one
     * that nothing is left of.
     */
    static String valid(String text) {
        String tag = text.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
        if (tag.isEmpty()) {
            return "ref-" + hash(text);
        }
        return tag.length() <= MAX ? tag : tag.substring(0, MAX - HASH - 1) + "-" + hash(text);
    }

    private static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
    }
}
