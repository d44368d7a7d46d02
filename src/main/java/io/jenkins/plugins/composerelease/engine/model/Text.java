package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Small text helpers. */
public final class Text {
    /** Stands for the rest of a text that was cut: whoever masks it later hides what is left of a secret before it. */
    public static final String CUT = "...";

    private Text() {}

    /** The text, or as much of it as fits into so many characters with the mark of the cut. */
    public static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit - CUT.length()) + CUT;
    }

    /** The text with control characters shown as {@code \\u001b}, cut at 200 characters: safe to quote in a message. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < 200; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return text.length() > 200 ? out + CUT : out.toString();
    }

    /** The text without the sequences that set a terminal's colours. */
    public static String withoutColours(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /** Whether a name is what a glob says, where {@code *} stands for any characters, slashes too. */
    public static boolean matches(String glob, String name) {
        return Pattern.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q"), name);
    }

    /** A number of things, for example {@code 1 file} or {@code 2 files}. */
    public static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** {@code 0.8 s}, {@code 42 s}, {@code 3 min 5 s}. */
    public static String elapsed(Duration duration) {
        if (duration.toMillis() < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** The last {@code count} lines of a text. */
    public static String tail(String text, int count) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
