package io.jenkins.plugins.composerelease.engine.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of variables, one {@code NAME=value} a line. {@code export} before a name, empty lines, and comments after {@code #}
 * are passed over. {@code '...'} is taken as it is; {@code "..."} knows {@code \n \r \t \" \\ \$}; both may span lines.
 * Nothing is interpolated: a {@code $} is a {@code $}.
 */
public final class DotEnv {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern EXPORT = Pattern.compile("^export[ \t]+");
    private static final Pattern COMMENT = Pattern.compile("[ \t]#.*");
    private static final Pattern SMALL_NUMBER = Pattern.compile("[+-]?([0-9]{1,5}|[0-9]{1,3}\\.[0-9]{1,2})");
    private static final Map<Character, Character> ESCAPES =
            Map.of('n', '\n', 'r', '\r', 't', '\t', '"', '"', '\\', '\\', '$', '$');
    private static final Set<String> SWITCHES = Set.of("true false yes no on off none null".split(" "));
    private static final Set<String> WORDS =
            Set.of("production staging development test debug info warn error localhost".split(" "));

    private final String text;
    private int position;
    private int line = 1;

    private DotEnv(String text) {
        this.text = text;
    }

    /**
     * The variables of a file, in its order. Line ends of Windows count as line ends, also within quotes.
     *
     * @throws InvalidInputException if it is not such a file, naming the line and nothing of what it says
     */
    public static Map<String, Secret> parse(Secret file) {
        String text = file.text()
                .orElseThrow(() -> new InvalidInputException(
                        "The file of variables is not UTF-8 text without NUL characters.", "Save it as UTF-8."))
                .replace("\r\n", "\n");
        int alone = text.indexOf('\r');
        if (alone >= 0) { // a line end to some, and part of the value to others
            throw invalid(
                    text.substring(0, alone).split("\n", -1).length,
                    "has a carriage return without a line feed.",
                    "Save it with the line ends of Unix or Windows; in a value, write \\r between double quotes.");
        }
        return new DotEnv(text.startsWith("\uFEFF") ? text.substring(1) : text).variables();
    }

    /**
     * Whether a variable's value is so short or so common (a port, {@code true}, {@code production}) that hiding it would hide
     * ordinary text. Such a one is delivered, and shown like any other text. Where the name says that it is a secret, a number
     * or a word is a weak one; {@code true} and the like are settings even there.
     */
    public static boolean isOrdinary(String name, Secret value) {
        String text = value.reveal().strip();
        String word = text.toLowerCase(Locale.ROOT);
        boolean common = SMALL_NUMBER.matcher(text).matches() || WORDS.contains(word);
        return text.codePointCount(0, text.length()) < 3
                || SWITCHES.contains(word)
                || common && !SecretLook.isSecretName(name);
    }

    private Map<String, Secret> variables() {
        Map<String, Secret> variables = new LinkedHashMap<>();
        while (position < text.length()) {
            int first = line;
            String head = rest();
            if (isNothing(head)) {
                nextLine();
                continue;
            }
            String name = name(head);
            if (variables.put(name, Secret.of(value())) != null) {
                throw invalid(first, "gives a variable that an earlier line gives too.", "Remove one.");
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    /** Takes the name and all up to the value. */
    private String name(String head) {
        int equals = head.indexOf('=');
        String name = equals < 0
                ? ""
                : EXPORT.matcher(head.substring(0, equals).strip()).replaceFirst("");
        if (!VARIABLE.matcher(name).matches()) { // not quoted: it may be the secret itself, in a file of another kind
            throw invalid(line, "is not NAME=value.", "Use letters, digits and '_' in the name.");
        }
        position += equals + 1;
        return name;
    }

    private String value() {
        String plain = rest();
        String stripped = plain.stripLeading();
        if (!stripped.startsWith("\"") && !stripped.startsWith("'")) {
            String value = withoutComment(plain);
            nextLine();
            return value;
        }
        position += plain.length() - stripped.length();
        String value = quoted(stripped.charAt(0));
        if (!isNothing(rest())) {
            throw invalid(
                    line,
                    "has text after the closing quote.",
                    "Put the whole value between the quotes; write \\\" for one between double quotes.");
        }
        nextLine();
        return value;
    }

    private String withoutComment(String plain) {
        Matcher comment = COMMENT.matcher(plain);
        if (!comment.find()) {
            return plain.strip();
        }
        String value = plain.substring(0, comment.start());
        if (isOpen(value)) { // what would be cut may be part of the secret, and nothing would hide it
            throw invalid(
                    line,
                    "has ' #' after a quote or bracket that is open, in a value without quotes around it.",
                    "Put the whole value between single quotes, or remove the comment.");
        }
        return value.strip();
    }

    private static boolean isOpen(String value) {
        int brackets = 0;
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quote != 0) {
                i += c == '\\' && quote == '"' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if ("{[(".indexOf(c) >= 0) {
                brackets++;
            } else if (")]}".indexOf(c) >= 0 && brackets > 0) {
                brackets--;
            }
        }
        return quote != 0 || brackets > 0;
    }

    private String quoted(char quote) {
        int first = line;
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == quote) {
                position++;
                return value.toString();
            }
            if (c == '\n') {
                line++;
            }
            Character escaped = c == '\\' && quote == '"' && position + 1 < text.length()
                    ? ESCAPES.get(text.charAt(position + 1))
                    : null;
            value.append(escaped == null ? c : escaped);
            position += escaped == null ? 0 : 1;
        }
        throw invalid(first, "opens a quote that is never closed.", "Close it.");
    }

    private static boolean isNothing(String rest) {
        return rest.isBlank() || rest.stripLeading().startsWith("#");
    }

    private String rest() {
        int end = text.indexOf('\n', position);
        return text.substring(position, end < 0 ? text.length() : end);
    }

    private void nextLine() {
        position += rest().length() + 1;
        line++;
    }

    private static InvalidInputException invalid(int line, String problem, String advice) {
        return new InvalidInputException("Line " + line + " of the file of variables " + problem, advice);
    }
}
