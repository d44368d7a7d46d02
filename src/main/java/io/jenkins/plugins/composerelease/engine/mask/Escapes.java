package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** A text as shells, Compose, JSON, YAML, URLs and XML escape it, without the quotes around it. */
final class Escapes {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String SUB = "!$&'()*+,;=";
    private static final String HTML_FORM = UNRESERVED.replace("~", "") + "*"; // Java's URLEncoder too

    private static final String BASH_QUOTES = " \t\n!\"$&'()*,;<>?[\\]^`{|}"; // printf %q

    /** Bash quotes these where they would mean something: a comment, or a home directory. */
    private static final Pattern AT_START = Pattern.compile("^#|(?<=^|[:=])~");

    private Escapes() {}

    static Set<String> of(String text) {
        if (neverEscaped(text)) {
            return Set.of(text);
        }
        Set<String> forms = new LinkedHashSet<>();
        addShell(forms, text);
        forms.add(doubledDollar(text));
        forms.add(text.replace("'", "''")); // YAML, SQL
        forms.add(text.replace("\"", "\"\"")); // CSV
        forms.add(Echo.printed(text));
        Backslashes.addTo(forms, text);
        JsonForms.addTo(forms, text);
        addUrl(forms, text);
        XmlForms.addTo(forms, text);
        return forms;
    }

    /** As most programs print it. */
    static Set<String> usual(String text) {
        Set<String> forms = new LinkedHashSet<>(insideBase64(text));
        addShell(forms, text);
        forms.add(text.replace("'", "''"));
        for (String json : JsonForms.usual(text)) {
            forms.addAll(JsonForms.usual(json));
        }
        return forms;
    }

    /** Those that are found inside base64: a text is escaped for a document, and the document encoded. */
    static Set<String> insideBase64(String text) {
        if (neverEscaped(text)) {
            return Set.of(text);
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.addAll(JsonForms.usual(text));
        forms.add(doubledDollar(text));
        forms.add(url(text, UNRESERVED, "%20", true));
        forms.add(url(text, HTML_FORM, "+", true));
        XmlForms.addUsual(forms, text);
        return forms;
    }

    private static boolean neverEscaped(String text) {
        return text.chars().allMatch(c -> UNRESERVED.indexOf(c) >= 0 && c != '~');
    }

    private static String doubledDollar(String text) {
        return text.replace("$", "$$");
    }

    private static void addShell(Set<String> forms, String text) {
        forms.add(text.replace("'", "'\\''"));
        forms.add(text.replace("'", "'\"'\"'"));
        forms.add(each(text, c -> "\\\"$`".indexOf(c) >= 0 ? "\\" + (char) c : null)); // in double quotes
        forms.add(each(text, c -> c < 0x80 && !plainInShell(c) ? "\\" + (char) c : null)); // without quotes
        String bash = each(text, c -> BASH_QUOTES.indexOf(c) >= 0 ? "\\" + (char) c : null);
        forms.add(bash); // in the middle of a word
        forms.add(AT_START.matcher(bash).replaceAll("\\\\$0"));
    }

    private static boolean plainInShell(int c) {
        return Character.isLetterOrDigit(c) || "_-./:=@%+,^~".indexOf(c) >= 0;
    }

    private static void addUrl(Set<String> forms, String text) {
        // Strict; Python's quote; JavaScript's encodeURIComponent; user information, path segments, paths and queries
        // as
        // Go and Java write them.
        for (String kept : new String[] {
            "", "/", "!'()*", "$&+,;=", "$&+,;=:@", SUB, SUB + ":", SUB + ":@", SUB + ":@/", SUB + ":@/?"
        }) {
            addUrl(forms, text, UNRESERVED + kept);
        }
        addUrl(forms, text, HTML_FORM);
    }

    private static void addUrl(Set<String> forms, String text, String kept) {
        for (String space : new String[] {"%20", "+"}) {
            forms.add(url(text, kept, space, true));
            forms.add(url(text, kept, space, false));
        }
    }

    private static String url(String text, String kept, String space, boolean upper) {
        return each(text, c -> {
            if (kept.indexOf(c) >= 0) {
                return null;
            }
            if (c == ' ') {
                return space;
            }
            StringBuilder out = new StringBuilder();
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                out.append('%').append(hex(b & 0xff, 2, upper));
            }
            return out.toString();
        });
    }

    /** A number with at least as many digits. */
    static String hex(int value, int digits, boolean upper) {
        String hex = Integer.toHexString(value);
        String padded = "0".repeat(Math.max(0, digits - hex.length())) + hex;
        return upper ? padded.toUpperCase(Locale.ROOT) : padded;
    }

    /** Replaces each code point for which there is a replacement. */
    static String each(String text, IntFunction<String> replacement) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            String replaced = replacement.apply(c);
            if (replaced == null) {
                out.appendCodePoint(c);
            } else {
                out.append(replaced);
            }
        }
        return out.toString();
    }
}
