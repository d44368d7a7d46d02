package io.jenkins.plugins.composerelease.adapter.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a registry wants to be logged in to, from its {@code WWW-Authenticate} header.
 *
 * @param scheme {@code basic} or {@code bearer}
 * @param parameters {@code realm}, {@code service} and so on
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final Pattern PART = Pattern.compile(
            "([A-Za-z]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))|\\b(Basic|Bearer)\\b",
            Pattern.CASE_INSENSITIVE);

    /** The first challenge that is understood; Bearer is preferred. */
    static Optional<Challenge> of(List<String> headers) {
        Map<String, Map<String, String>> found = new HashMap<>();
        for (String header : headers) {
            String scheme = ""; // of what a malformed header has before its first scheme, which nobody asks for
            Matcher matcher = PART.matcher(header);
            while (matcher.find()) {
                if (matcher.group(4) != null) {
                    scheme = matcher.group(4).toLowerCase(Locale.ROOT);
                    found.computeIfAbsent(scheme, s -> new HashMap<>());
                } else {
                    String value = matcher.group(3) != null ? matcher.group(3) : unescaped(matcher.group(2));
                    found.computeIfAbsent(scheme, s -> new HashMap<>())
                            .put(matcher.group(1).toLowerCase(Locale.ROOT), value);
                }
            }
        }
        String best = found.containsKey("bearer") ? "bearer" : "basic";
        return Optional.ofNullable(found.get(best)).map(parameters -> new Challenge(best, parameters));
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    private static String unescaped(String quoted) {
        return quoted.replaceAll("\\\\(.)", "$1");
    }
}
