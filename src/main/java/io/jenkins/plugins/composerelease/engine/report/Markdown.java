package io.jenkins.plugins.composerelease.engine.report;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Text of others inside GitHub's Markdown: it shows as it is, mentions nobody, links nothing, and cannot end the block it
 * stands in. Code spans and fences do most of it, since GitHub looks for mentions and references in neither.
 */
final class Markdown {
    /** Breaks a word for GitHub's search for references, invisibly. */
    private static final String BREAK = "\u200b";

    private static final int LONGEST_TICKS = 8;
    private static final Pattern TICKS = Pattern.compile("`+");
    private static final Pattern LONG_TICKS = Pattern.compile("`{" + LONGEST_TICKS + "}(?=`)");
    private static final Pattern MENTION = Pattern.compile("@(?=\\w)");
    private static final Pattern REFERENCE =
            Pattern.compile("(#|\\b[Gg][Hh]-|/(?:issues|pull|discussions|commit)/)(?=\\w)");
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~>-]");

    private Markdown() {}

    /** One line of ordinary text. */
    static String text(String text) {
        String flat = PlainText.line(text, 1000);
        flat = MENTION.matcher(flat).replaceAll("@" + BREAK);
        flat = REFERENCE.matcher(flat).replaceAll("$1" + BREAK);
        flat = SPECIAL.matcher(flat).replaceAll("\\\\$0");
        return flat.replace("&", "&amp;").replace("<", "&lt;").replace("://", ":" + BREAK + "//");
    }

    /** A code span of one line, also valid in a table. */
    static String code(String text) {
        String flat = PlainText.line(text, 200).replace("|", "\\|");
        if (flat.isEmpty()) {
            return "";
        }
        String ticks = "`".repeat(longestTicks(flat) + 1);
        String space = flat.startsWith("`") || flat.endsWith("`") ? " " : "";
        return ticks + space + flat + space + ticks;
    }

    /** A fenced block. The text has gone through {@link #fenceable}. */
    static String fence(String text) {
        String ticks = "`".repeat(Math.max(3, longestTicks(text) + 1));
        return ticks + "text\n" + text + (text.endsWith("\n") ? "" : "\n") + ticks + "\n";
    }

    /** Text that keeps its length in a fence: no run of backticks is longer than 8, and none of our markers is in it. */
    static String fenceable(String text) {
        String broken = LONG_TICKS.matcher(text).replaceAll("$0" + BREAK);
        return broken.replace("<!--", "<!" + BREAK + "--");
    }

    /** A link, or only its text where the address is not one of the web. */
    static String link(String text, String url) {
        boolean web = url.matches("https?://[^\\s<>()\\[\\]\\\\\"'`]+");
        return web ? "[" + text(text) + "](" + url + ")" : text(text);
    }

    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder out = new StringBuilder();
        row(out, head);
        row(out, head.stream().map(cell -> "---").toList());
        rows.forEach(cells -> row(out, cells));
        return out.toString();
    }

    private static void row(StringBuilder out, List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static int longestTicks(String text) {
        return TICKS.matcher(text)
                .results()
                .mapToInt(match -> match.end() - match.start())
                .max()
                .orElse(0);
    }
}
