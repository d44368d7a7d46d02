package io.jenkins.plugins.composerelease.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Secrets that something on the way could change, and what a container got of them. */
public final class ExactBytes {
    private ExactBytes() {}

    /** Values by a name that is a variable's, too. */
    public static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("DOLLAR", "pa$wo$$rd$");
        values.put("BRACES", "a${HOME}b$(id)c$HOME");
        values.put("QUOTES", "it's \"quoted\"");
        values.put("QUOTED", "'all of it'");
        values.put("PERCENT", "100%s%%41%");
        values.put("BACKSLASH", "a\\b\\\\n\\");
        values.put("NEWLINE", "first\nsecond");
        values.put("LINE_END", "with a line end\n");
        values.put("CRLF", "one\r\ntwo\r\n");
        values.put("UTF8", "ü😀ß");
        values.put("BLANKS", "  both ends \t");
        values.put("HASH", "a #b: c, [d] {e}");
        values.put("EQUALS", "=a=b=");
        values.put("COMMAND", "`id`;&|<>*?~!");
        values.put("EMPTY", "");
        return values;
    }

    public static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@code base64 -w0 /proc/1/environ} printed. */
    public static Map<String, String> environment(String printed) {
        Map<String, String> environment = new TreeMap<>();
        for (String entry : text(printed).split("\0")) {
            int equals = entry.indexOf('=');
            environment.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return environment;
    }

    public static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    }
}
