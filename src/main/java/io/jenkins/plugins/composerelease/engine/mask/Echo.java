package io.jenkins.plugins.composerelease.engine.mask;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the {@code echo} of POSIX shells prints: dash, which is {@code sh} on Debian and Ubuntu, interprets backslashes. */
final class Echo {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([abfnrtv\\\\])|0([0-7]{0,3}))");
    private static final Map<String, String> NAMED =
            Map.of("a", "\u0007", "b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t", "v", "\u000b", "\\", "\\");

    private Echo() {}

    /** Only octal escapes of ASCII: a single byte of others is no text. */
    static String printed(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(replacement(found.group(1), found.group(2), found.group())));
    }

    private static String replacement(String name, String octal, String whole) {
        if (name != null) {
            return NAMED.get(name);
        }
        int code = octal.isEmpty() ? 0 : Integer.parseInt(octal, 8);
        return code < 0x80 ? String.valueOf((char) code) : whole;
    }
}
