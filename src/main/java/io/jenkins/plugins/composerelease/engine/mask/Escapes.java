package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** A text as shells, Compose, JSON, URLs and XML escape it, without the quotes around it. */
final class Escapes {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private Escapes() {}

    static Set<String> of(String text) {
        Set<String> forms = new LinkedHashSet<>();
        addShell(forms, text);
        forms.add(text.replace("$", "$$"));
        forms.add(Echo.printed(text));
        addJson(forms, text);
        addUrl(forms, text);
        addXml(forms, text);
        return forms;
    }

    private static void addShell(Set<String> forms, String text) {
        forms.add(text.replace("'", "'\\''"));
        forms.add(text.replace("'", "'\"'\"'"));
        forms.add(escape(text, c -> "\\\"$`".indexOf(c) >= 0 ? "\\" + (char) c : null)); // in double quotes
        forms.add(escape(text, c -> c < 0x80 && !plainInShell(c) ? "\\" + (char) c : null)); // without quotes
        Map<Integer, String> control = Map.of(
                0x07,
                "\\a",
                0x08,
                "\\b",
                0x09,
                "\\t",
                0x0a,
                "\\n",
                0x0b,
                "\\v",
                0x0c,
                "\\f",
                0x0d,
                "\\r",
                0x1b,
                "\\E",
                (int) '\'',
                "\\'",
                (int) '\\',
                "\\\\");
        forms.add(escape(text, control::get)); // in $'...'
    }

    private static boolean plainInShell(int c) {
        return Character.isLetterOrDigit(c) || "_-./:=@%+,^~".indexOf(c) >= 0;
    }

    private static void addJson(Set<String> forms, String text) {
        for (boolean upper : new boolean[] {false, true}) {
            for (String alsoEscaped : new String[] {"", "<>&", "<>&'=", "/"}) {
                for (boolean ascii : new boolean[] {false, true}) {
                    forms.add(json(text, alsoEscaped, ascii, upper));
                }
            }
        }
    }

    /** Code units, not code points, because JSON escapes a surrogate pair as two. */
    private static String json(String text, String alsoEscaped, boolean ascii, boolean upper) {
        String unicode = upper ? "\\u%04X" : "\\u%04x";
        Map<Character, String> named =
                Map.of('"', "\\\"", '\\', "\\\\", '\n', "\\n", '\r', "\\r", '\t', "\\t", '\b', "\\b", '\f', "\\f");
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (named.containsKey(c)) {
                out.append(named.get(c));
            } else if (c == '/' && alsoEscaped.equals("/")) {
                out.append("\\/");
            } else if (c < 0x20 || alsoEscaped.indexOf(c) >= 0 || (ascii && c > 0x7e)) {
                out.append(String.format(Locale.ROOT, unicode, (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static void addUrl(Set<String> forms, String text) {
        // Strict; Python's quote; JavaScript's encodeURIComponent; user information and path segments as Go writes
        // them.
        for (String kept : new String[] {"", "/", "!'()*", "$&+,;=", "$&+,;=:@", "!$&'()*+,;=:@"}) {
            addUrl(forms, text, UNRESERVED + kept);
        }
        addUrl(forms, text, UNRESERVED.replace("~", "") + "*"); // HTML forms, Java's URLEncoder
    }

    private static void addUrl(Set<String> forms, String text, String kept) {
        for (String space : new String[] {"%20", "+"}) {
            forms.add(url(text, kept, space, "%%%02X"));
            forms.add(url(text, kept, space, "%%%02x"));
        }
    }

    private static String url(String text, String kept, String space, String format) {
        return escape(text, c -> {
            if (kept.indexOf(c) >= 0) {
                return null;
            }
            if (c == ' ') {
                return space;
            }
            StringBuilder out = new StringBuilder();
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                out.append(String.format(Locale.ROOT, format, b));
            }
            return out.toString();
        });
    }

    private static void addXml(Set<String> forms, String text) {
        String base = text.replace("&", "&amp;").replace("<", "&lt;");
        for (String opened : new String[] {base, base.replace(">", "&gt;")}) {
            for (String quote : new String[] {"\"", "&quot;", "&#34;"}) {
                for (String apostrophe : new String[] {"'", "&apos;", "&#39;", "&#x27;", "&#039;"}) {
                    forms.add(opened.replace("\"", quote).replace("'", apostrophe));
                }
            }
        }
    }

    /** Replaces each code point for which there is a replacement. */
    private static String escape(String text, IntFunction<String> replacement) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            String replaced = replacement.apply(c);
            if (replaced == null) {
                out.appendCodePoint(c);
            } else {
                out.append(replaced);
            }
        });
        return out.toString();
    }
}
