package io.jenkins.plugins.composerelease.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables of an env file, as far as Compose's own settings need them: values of one line. */
final class EnvFile {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*[=:]\\s*(.*?)\\s*");
    private static final Pattern QUOTED = Pattern.compile("(['\"])(.*?)(?<!\\\\)\\1\\s*(?:#.*)?");
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)(?:(:?[-+])([^}]*))?\\})");

    private EnvFile() {}

    /**
     * @param outer variables that references in values find before the file's own; null for one that is not set
     */
    static Map<String, String> parse(String text, UnaryOperator<String> outer) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher matcher = LINE.matcher(line);
            if (!line.strip().startsWith("#") && matcher.matches()) {
                variables.put(matcher.group(1), value(matcher.group(2), name -> {
                    String value = outer.apply(name);
                    return value == null ? variables.get(name) : value;
                }));
            }
        }
        return variables;
    }

    private static String value(String written, UnaryOperator<String> lookUp) {
        Matcher quoted = QUOTED.matcher(written);
        if (!quoted.matches()) {
            return resolve(written.replaceFirst("(^|\\s+)#.*", ""), lookUp);
        }
        return quoted.group(1).equals("'") ? quoted.group(2) : resolve(quoted.group(2), lookUp);
    }

    private static String resolve(String value, UnaryOperator<String> lookUp) {
        return REFERENCE.matcher(value).replaceAll(match -> {
            String found = lookUp.apply(match.group(1) == null ? match.group(2) : match.group(1));
            String operator = match.group(3) == null ? "" : match.group(3);
            boolean there = found != null && !(operator.startsWith(":") && found.isEmpty());
            String result = there ? found : "";
            if (operator.endsWith("-") && !there || operator.endsWith("+") && there) {
                result = match.group(4);
            }
            return Matcher.quoteReplacement(result);
        });
    }
}
