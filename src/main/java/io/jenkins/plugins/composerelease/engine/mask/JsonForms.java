package io.jenkins.plugins.composerelease.engine.mask;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A text as JSON writes it: with or without ASCII only, with what libraries escape beyond need, and JSON inside JSON. */
final class JsonForms {
    private static final Map<Character, String> NAMED =
            Map.of('"', "\\\"", '\\', "\\\\", '\n', "\\n", '\r', "\\r", '\t', "\\t", '\b', "\\b", '\f', "\\f");
    private static final String GO = "<>&\u2028\u2029";

    private JsonForms() {}

    static void addTo(Set<String> forms, String text) {
        for (boolean upper : new boolean[] {false, true}) {
            for (String also : new String[] {"", GO, GO + "\b\f", "<>&'=", "/"}) {
                for (boolean ascii : new boolean[] {false, true}) {
                    forms.add(json(text, also, ascii, upper));
                }
            }
        }
        for (boolean upper : new boolean[] {false, true}) {
            for (String also : new String[] {"", GO, GO + "\b\f"}) {
                for (boolean ascii : new boolean[] {false, true}) {
                    String inner = json(text, also, ascii, upper);
                    forms.add(json(inner, also, false, upper));
                    forms.add(json(inner, also, true, upper));
                }
            }
        }
    }

    /** As most libraries write it. */
    static Set<String> usual(String text) {
        Set<String> forms = new LinkedHashSet<>();
        for (boolean upper : new boolean[] {false, true}) {
            forms.add(json(text, "", false, upper));
            forms.add(json(text, "", true, upper));
            forms.add(json(text, GO, false, upper));
        }
        return forms;
    }

    /** Code units, not code points, because JSON escapes a surrogate pair as two. */
    private static String json(String text, String alsoEscaped, boolean ascii, boolean upper) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean also = alsoEscaped.indexOf(c) >= 0;
            if (c == '/' && also) {
                out.append("\\/");
            } else if (!also && NAMED.containsKey(c)) {
                out.append(NAMED.get(c));
            } else if (c < 0x20 || also || (ascii && c > 0x7e)) {
                out.append("\\u").append(Escapes.hex(c, 4, upper));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
