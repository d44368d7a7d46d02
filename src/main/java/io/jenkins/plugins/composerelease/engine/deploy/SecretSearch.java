package io.jenkins.plugins.composerelease.engine.deploy;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.engine.model.SecretBinding;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for one secret in what compose files show: as it is, and as addresses and documents escape it. */
final class SecretSearch {
    private static final int SHORTEST = 3;
    /** Shorter ones are found as whole words only. */
    private static final int PART = 6;
    /** Longer ones, such as keys, are looked for as they are. */
    private static final int ESCAPED = 256;
    /** What any name or port may be as well, where it is short. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+|[0-9]+");

    private final SecretBinding secret;
    private final List<String> values;
    private final Masker forms;

    SecretSearch(SecretBinding secret) {
        this.secret = secret;
        String value = value(secret);
        this.values = Stream.of(value, value.replace("$$", "$")).distinct().toList();
        boolean escaped = secret.hidden()
                && value.length() >= PART
                && value.length() <= ESCAPED
                && value.lines().count() == 1;
        this.forms = escaped ? Masker.of(values.stream().map(Secret::of).toList()) : Masker.NONE;
    }

    /** Whether where a secret is can be told by its value: not so where any word may be the same. */
    static boolean canBeFound(SecretBinding secret) {
        String value = value(secret);
        return secret.hidden()
                && value.length() >= SHORTEST
                && (value.length() >= PART || !WORD.matcher(value).matches());
    }

    /** Whether a text has the secret in it; of one that may be any word, whether the text is it and is called so. */
    boolean isIn(ShownText shown) {
        if (!canBeFound(secret)) {
            String name = shown.name().substring(shown.name().lastIndexOf(' ') + 1);
            return secret.hidden()
                    && !shown.text().isEmpty()
                    && name.equals(secret.name())
                    && values.contains(shown.text());
        }
        return values.stream().anyMatch(value -> holds(shown.text(), value)) || forms.holds(shown.text());
    }

    private static String value(SecretBinding secret) {
        return secret.value().reveal().strip();
    }

    private static boolean holds(String text, String value) {
        for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
            if (value.length() >= PART || isEdge(text, at - 1) && isEdge(text, at + value.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(String text, int at) {
        return at < 0 || at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
    }
}
