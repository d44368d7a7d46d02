package io.jenkins.plugins.composerelease.engine.deploy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with variables in it: <code>${KEY}</code> stands for a value, <code>$${KEY}</code> for itself, and any other dollar sign
 * is left alone, since configuration files have their own. Values are variables of the target and never secrets: the file is
 * readable for all on the host.
 */
final class Template {
    private static final Pattern KEY = Pattern.compile("(\\$?)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    private final String text;

    /** @param content bytes of any encoding that has ASCII's characters */
    Template(byte[] content) {
        this.text = new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Keys that have no value, sorted. */
    List<String> missing(Map<String, String> values) {
        TreeSet<String> missing = new TreeSet<>();
        Matcher keys = KEY.matcher(text);
        while (keys.find()) {
            if (keys.group(1).isEmpty() && !values.containsKey(keys.group(2))) {
                missing.add(keys.group(2));
            }
        }
        return List.copyOf(missing);
    }

    /** The file with its values, in UTF-8; a key without one stays as it is. */
    byte[] filled(Map<String, String> values) {
        return KEY.matcher(text)
                .replaceAll(key -> Matcher.quoteReplacement(
                        key.group(1).isEmpty()
                                ? utf8(values.get(key.group(2)), key.group())
                                : key.group().substring(1)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String utf8(String value, String otherwise) {
        return value == null
                ? otherwise
                : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
