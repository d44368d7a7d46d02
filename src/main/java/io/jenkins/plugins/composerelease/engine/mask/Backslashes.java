package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.IntFunction;

/** A text as literals of programming languages have it: with escapes that begin with a backslash. */
final class Backslashes {
    private Backslashes() {}

    static void addTo(Set<String> forms, String text) {
        IntFunction<String> octal = c -> "\\" + (c >>> 6) + (c >>> 3 & 7) + (c & 7);
        IntFunction<String> hex = c -> "\\x" + Escapes.hex(c, 2, false);
        IntFunction<String> upperHex = c -> "\\x" + Escapes.hex(c, 2, true);
        IntFunction<String> unicode = c -> "\\u" + Escapes.hex(c, 4, false);
        IntFunction<String> upperUnicode = c -> "\\u" + Escapes.hex(c, 4, true);
        Style bash = new Style("\u0007a\bb\tt\nn\u000bv\ff\rr\u001bE", "'\\", octal);
        forms.add(bash.of(text, c -> null));
        forms.add(bash.of(text, c -> bytes(c, octal))); // in the locale C
        Style go = new Style("\u0007a\bb\tt\nn\u000bv\ff\rr", "\"\\", hex);
        forms.add(go.of(text, c -> null));
        forms.add(go.of(text, c -> c < 0x10000 ? unicode.apply(c) : "\\U" + Escapes.hex(c, 8, false)));
        Style yaml = new Style("\u00000\u0007a\bb\tt\nn\u000bv\ff\rr\u001be", "\"\\", upperHex);
        forms.add(yaml.of(text, c -> null));
        forms.add(yaml.of(text, c -> yaml(c)));
        for (String quotes : new String[] {"\\", "'\\"}) {
            Style python = new Style("\tt\nn\rr", quotes, hex);
            forms.add(python.of(text, c -> null));
            forms.add(python.of(text, c -> bytes(c, hex)));
        }
        forms.add(new Style("\bb\tt\nn\u000bv\ff\rr", "'\\", upperHex).of(text, c -> null)); // JavaScript
        addProperties(forms, text, upperUnicode);
        Style printable = new Style("", "", unicode); // what our own messages quote
        forms.add(printable.of(text, c -> null));
        forms.add(printable.of(text, c -> c < 0xa0 ? unicode.apply(c) : null));
    }

    private static void addProperties(Set<String> forms, String text, IntFunction<String> unicode) {
        for (boolean ascii : new boolean[] {false, true}) {
            Style properties = new Style("\tt\nn\ff\rr", ":=#!\\", ascii ? unicode : Character::toString);
            String form = properties.of(text, c -> ascii ? units(c, unicode) : null);
            forms.add(form);
            forms.add(form.startsWith(" ") ? "\\" + form : form);
        }
    }

    private static String yaml(int c) {
        if (c < 0x100) {
            return "\\x" + Escapes.hex(c, 2, true);
        }
        return c < 0x10000 ? "\\u" + Escapes.hex(c, 4, true) : "\\U" + Escapes.hex(c, 8, true);
    }

    private static String bytes(int c, IntFunction<String> one) {
        StringBuilder out = new StringBuilder();
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            out.append(one.apply(b & 0xff));
        }
        return out.toString();
    }

    private static String units(int c, IntFunction<String> one) {
        StringBuilder out = new StringBuilder();
        for (char unit : Character.toChars(c)) {
            out.append(one.apply(unit));
        }
        return out.toString();
    }

    /**
     * @param names characters with a letter of their own, each followed by it
     * @param quoted characters that only get a backslash before them
     * @param control how other control characters are written
     */
    private record Style(String names, String quoted, IntFunction<String> control) {
        /**
         * @param beyond how characters beyond ASCII are written; null for as they are
         */
        String of(String text, IntFunction<String> beyond) {
            return Escapes.each(text, c -> {
                int name = names.indexOf(c);
                if (name >= 0 && name % 2 == 0) {
                    return "\\" + names.charAt(name + 1);
                }
                if (quoted.indexOf(c) >= 0) {
                    return "\\" + (char) c;
                }
                return c < 0x20 || c == 0x7f ? control.apply(c) : c > 0x7f ? beyond.apply(c) : null;
            });
        }
    }
}
