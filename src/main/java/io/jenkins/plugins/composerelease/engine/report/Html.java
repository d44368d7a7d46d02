package io.jenkins.plugins.composerelease.engine.report;

import java.util.List;
import java.util.function.UnaryOperator;

/** Writes HTML. Tags and attributes are ours; all other text goes through {@link #text}, which masks and escapes it. */
final class Html {
    private final StringBuilder out = new StringBuilder();
    private final UnaryOperator<String> mask;

    Html(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /** Markup of ours, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Text of anyone. */
    Html text(String text) {
        String plain = PlainText.masked(text, mask);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /** An element with text. {@code tag} may have attributes: {@code td class="n"}. */
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + name(tag) + ">");
    }

    /** An element with whatever {@code content} writes. */
    Html within(String tag, Runnable content) {
        raw("<" + tag + ">");
        content.run();
        return raw("</" + name(tag) + ">\n");
    }

    /** A link, or only its text where the address is not one of the web. */
    Html link(String text, String url) {
        if (!url.matches("https?://\\S+")) {
            return text(text);
        }
        return raw("<a href=\"")
                .text(url)
                .raw("\" rel=\"noreferrer\">")
                .text(text)
                .raw("</a>");
    }

    /** A table in a box that scrolls by itself where it is too wide. */
    Html table(String caption, List<String> head, Runnable rows) {
        return table(caption, () -> head.forEach(cell -> element("th scope=\"col\"", cell)), rows);
    }

    /** The same with a head row that is more than text. */
    Html table(String caption, Runnable head, Runnable rows) {
        return within("div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + caption + "\"", () -> {
            within("table", () -> {
                element("caption", caption);
                within("thead", () -> within("tr", head));
                within("tbody", rows);
            });
        });
    }

    private static String name(String tag) {
        int space = tag.indexOf(' ');
        return space < 0 ? tag : tag.substring(0, space);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
