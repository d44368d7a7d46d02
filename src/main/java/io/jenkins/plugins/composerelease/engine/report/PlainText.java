package io.jenkins.plugins.composerelease.engine.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Output of programs as plain text: no terminal sequences, no control characters but line feed and tab, masked. */
final class PlainText {
    private static final Pattern TERMINAL_SEQUENCE =
            Pattern.compile("\\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\x07\\x1b]*(?:\\x07|\\x1b\\\\)?|[@-Z\\\\^_])");
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069]");

    private PlainText() {}

    /** Also takes out what reorders text on screen. */
    static String clean(String text) {
        String plain = TERMINAL_SEQUENCE.matcher(text).replaceAll("");
        plain = LINE_END.matcher(plain).replaceAll("\n");
        return INVISIBLE.matcher(plain).replaceAll("\ufffd");
    }

    /** Masks before cleaning, because a secret may hold a control character, and after, because one may be cut by some. */
    static String masked(String text, UnaryOperator<String> mask) {
        return mask.apply(clean(mask.apply(text)));
    }

    /** Masks lines as one text, so that secrets of several lines are found. */
    static List<String> masked(List<String> lines, UnaryOperator<String> mask) {
        return lines.isEmpty()
                ? lines
                : Arrays.asList(masked(String.join("\n", lines), mask).split("\n", -1));
    }

    /** One line of at most {@code limit} characters. */
    static String line(String text, int limit) {
        String flat = clean(text).replaceAll("\\s+", " ").strip();
        if (flat.length() <= limit) {
            return flat;
        }
        int end = limit - 1;
        return flat.substring(0, Character.isHighSurrogate(flat.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /**
     * At most {@code limit} characters (at least 200) of a text: a third from its head, the rest from its tail, with a
     * line between that says how much was left out.
     */
    static String excerpt(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        int kept = limit - 80;
        int head = kept / 3;
        int tail = text.length() - (kept - head);
        int lineEnd = text.lastIndexOf('\n', head);
        head = lineEnd > head / 2 ? lineEnd : head;
        int lineStart = text.indexOf('\n', tail) + 1;
        tail = lineStart > 0 && lineStart < text.length() - (kept - head) / 4 ? lineStart : tail;
        head -= Character.isHighSurrogate(text.charAt(head - 1)) ? 1 : 0;
        tail += Character.isLowSurrogate(text.charAt(tail)) ? 1 : 0;
        String left = text.substring(head, tail);
        long lines = left.lines().count();
        return text.substring(0, head) + "\n[... " + lines + (lines == 1 ? " line, " : " lines, ") + left.length()
                + " characters left out ...]\n" + text.substring(tail);
    }
}
