package io.jenkins.plugins.composerelease.engine.mask;

import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** A text as XML and HTML libraries escape it. */
final class XmlForms {
    private static final String[][] QUOTES = {
        {"\"", "'"},
        {"&quot;", "'"},
        {"&quot;", "&apos;"},
        {"&quot;", "&#39;"},
        {"&quot;", "&#x27;"},
        {"&quot;", "&#039;"},
        {"&#34;", "'"},
        {"&#34;", "&#39;"},
        {"&#x22;", "&#x27;"},
        {"\"", "&apos;"},
        {"\"", "&#39;"},
        {"\"", "&#x27;"}
    };
    private static final Map<Integer, String> SLASH = Map.of((int) '/', "&#x2F;");
    private static final Map<Integer, String> HANDLEBARS = Map.of((int) '=', "&#x3D;", (int) '`', "&#x60;");
    private static final Map<Integer, String> MUSTACHE =
            Map.of((int) '=', "&#x3D;", (int) '`', "&#x60;", (int) '/', "&#x2F;");

    private XmlForms() {}

    static void addTo(Set<String> forms, String text) {
        for (String[] quotes : QUOTES) {
            for (String base : new String[] {base(text, quotes, "&gt;"), base(text, quotes, ">")}) {
                forms.add(base);
                addNumeric(forms, base, c -> "&#" + c + ";");
                addNumeric(forms, base, c -> "&#x" + Escapes.hex(c, 1, true) + ";");
                addNumeric(forms, base, c -> "&#x" + Escapes.hex(c, 1, false) + ";");
            }
            String closed = base(text, quotes, "&gt;");
            forms.add(Escapes.each(closed, SLASH::get));
            forms.add(Escapes.each(closed, HANDLEBARS::get));
            forms.add(Escapes.each(closed, MUSTACHE::get));
        }
    }

    /** As most libraries write it. */
    static void addUsual(Set<String> forms, String text) {
        forms.add(base(text, QUOTES[0], "&gt;"));
        forms.add(base(text, QUOTES[1], "&gt;"));
        forms.add(base(text, QUOTES[3], "&gt;"));
    }

    private static String base(String text, String[] quotes, String greater) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", greater)
                .replace("\"", quotes[0])
                .replace("'", quotes[1]);
    }

    private static void addNumeric(Set<String> forms, String base, IntFunction<String> reference) {
        forms.add(Escapes.each(base, c -> control(c) ? reference.apply(c) : null));
        forms.add(Escapes.each(base, c -> c > 0x7e ? reference.apply(c) : null));
        forms.add(Escapes.each(base, c -> control(c) || c > 0x7e ? reference.apply(c) : null));
        forms.add(Escapes.each(base, c -> c == '\r' ? reference.apply(c) : null));
    }

    private static boolean control(int c) {
        return c == '\t' || c == '\n' || c == '\r';
    }
}
