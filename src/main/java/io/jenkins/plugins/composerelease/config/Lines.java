package io.jenkins.plugins.composerelease.config;

import hudson.Util;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists of text as settings: real lists in a Jenkinsfile and in configuration as code, one entry a line in forms. A form
 * hands over its text area as a list of one text, which is cut at line ends here.
 */
public final class Lines {
    private Lines() {}

    /** What a setter keeps: trimmed, without empty entries, serializable. */
    static List<String> of(List<String> given) {
        List<String> lines = new ArrayList<>();
        if (given != null) {
            Stream<String> texts = given.stream().map(text -> text == null ? "" : text);
            (given.size() == 1 ? texts.flatMap(String::lines) : texts)
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .forEach(lines::add);
        }
        return lines;
    }

    /** What a getter returns; null is what a field has that was saved before there was such a setting. */
    static <T> List<T> copy(List<T> list) {
        return list == null ? new ArrayList<>() : new ArrayList<>(list);
    }

    /** A text that has a default: an empty field in a form means it. */
    static String or(String text, String fallback) {
        String trimmed = Util.fixEmptyAndTrim(text);
        return trimmed == null ? fallback : trimmed;
    }

    /** The text of a text area. */
    public static String text(List<String> lines) {
        return lines == null ? "" : String.join("\n", lines);
    }
}
