package io.jenkins.plugins.composerelease.engine.publish;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import io.jenkins.plugins.composerelease.engine.model.Text;
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

    /** A prefix that stays as it is when a tag is made of it and of something valid. */
    static String requirePrefix(String prefix) {
        if (!prefix.isEmpty() && !prefix.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,31}")) {
            throw new InvalidInputException(
                    "tag prefix '" + Text.printable(prefix) + "' is not valid.",
                    "Use at most 32 letters, digits, '.', '_' and '-', not starting with '.' or '-', as in 'v' or 'sha-'.");
        }
        return prefix;
    }

    private static String hash(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, HASH);
    }
}
