package io.jenkins.plugins.composerelease.engine.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells where in a file of variables there are secrets: by the names of variables, and by what tokens and keys look like. */
final class EnvSecrets {
    private static final Set<String> EXAMPLES = Set.of("example", "sample", "template", "dist");
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*(?:export\\s+)?[\"']?([A-Za-z_][A-Za-z0-9_.-]*)[\"']?\\s*[=:]\\s*(.*)", Pattern.DOTALL);
    /** Whole parts at the end: {@code TOKEN_BUCKET} and {@code PASSWORD_HASHER} are settings of something. */
    private static final Pattern NAME = Pattern.compile(
            "(.*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|CREDENTIAL)S?|(.*[_.-])?(KEY|PASS|PWD)S?|.*SECRET_KEY_BASE)"
                    + "([_.-]?[0-9]+|[_.-](PROD|PRODUCTION|LIVE|STAGE|STAGING|BASE64|B64))*");
    /** Called so, and known to everybody or no secret at all. */
    private static final Pattern OPEN =
            Pattern.compile(".*(PUBLIC|PUBLISHABLE).*|(.*[_.-])?(CACHE|PRIMARY|FOREIGN|SORT|PARTITION|SITE)[_.-]KEYS?");

    private static final Pattern KEY = Pattern.compile("(.*[_.-])?KEYS?");
    /** No key was ever so short without a digit. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z_-]{1,11}");

    private static final Pattern USER = Pattern.compile("(.*[_.-])?(USER|USERNAME|LOGIN)|PGUSER");

    private static final Pattern TOKEN = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|\\b(gh[pousr]_|github_pat_|glpat-|npm_|dckr_pat_|hf_)[A-Za-z0-9_-]{16,}"
            + "|\\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|\\bAIza[A-Za-z0-9_-]{35}"
            + "|\\b[sr]k_(live|test)_[A-Za-z0-9]{16,}|\\bsk-(ant|proj)-[A-Za-z0-9_-]{16,}|\\bSG\\.[A-Za-z0-9_-]{16,}\\."
            + "|\\bpypi-[A-Za-z0-9_-]{32,}|hooks\\.slack\\.com/services/T[A-Z0-9]+/"
            + "|\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.");
    private static final Pattern LOGIN = Pattern.compile(
            "[A-Za-z][A-Za-z0-9+.-]*://((?:\\$\\{[^}]*}|[^\\s/:@])*)" + ":((?:\\$\\{[^}]*}|[^\\s/@])+)@");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)change[-_ ]?(me|this|it).*|replace[-_ ]?(me|this|with).*|(put|enter|insert|set|add|fill)[-_ ].*"
                    + "|your[-_ ].*|x{3,}|\\*+|\\.{3,}|-+|\\?+|todo.*|tbd|fixme|dummy|redacted|.*placeholder.*|.*example.*"
                    + "|<.*>|\\[.*]|\\{\\{.*}}|%.*%|__.*__|@.*@");
    /** What stacks for tests are given, images' own defaults among them: nobody is kept out by these. */
    private static final Pattern TRIVIAL = Pattern.compile(
            "(?i)((my|the|a|some|db|app)?[-_ ]?(secret|password|passwd|passphrase|pass|pwd|token|key|credentials?)s?)+"
                    + "|tests?|testing|dev|devel|development|local|localhost|ci|demo|default|empty|unused|insecure|foo|bar|foobar|baz"
                    + "|root|admin|administrator|guest|users?|app|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbit"
                    + "|rabbitmq|minio|minioadmin|symfony|laravel|django|rails|\\$ecretf0rt3st");
    /** Where a secret is, or one that nobody can read. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?i)(\\$\\{[^}]*}|\\$\\(.*\\)|\\$[A-Z_][A-Z0-9_]*)+|(op|vault|secrets?|ssm|aws|arn|file|env|ref):.*"
                    + "|/(run|var|etc|opt|home|srv|mnt|app|data)/.*|(\\.{1,2}|~|%[^%]+%)/.*|[\\w./ -]+\\.(pem|key|crt|cer|p12|pfx|jks)"
                    + "|ENC\\[.*|encrypted:.*|true|false|yes|no|on|off|none|null|nil|undefined");

    private static final Pattern PUNCTUATION = Pattern.compile("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$");

    private EnvSecrets() {}

    /** Whether a file of this name holds variables, and not only an example of them. */
    static boolean isEnvFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean env = lower.equals(".env") || lower.startsWith(".env.") || lower.endsWith(".env");
        return env && Arrays.stream(lower.split("\\.")).noneMatch(EXAMPLES::contains);
    }

    static List<Finding> find(List<String> lines) {
        Set<String> users = users(lines);
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher entry = ENTRY.matcher(line);
            String name = entry.matches() ? entry.group(1) : "";
            // What is commented out is tried out or explained there: of that, only what can be nothing else counts.
            boolean comment = line.stripLeading().startsWith("#");
            boolean secret = !comment
                    && (entry.matches() && isSecret(name.toUpperCase(Locale.ROOT), value(entry.group(2)), users)
                            || holdsLogin(line));
            if (secret || TOKEN.matcher(line).find()) {
                // Where somebody put a token in front of the sign, the name is one.
                boolean token = TOKEN.matcher(name).find();
                found.add(new Finding(i + 1, token ? "" : name));
            }
        }
        return found;
    }

    /** Who logs in: a password that is the same is none. */
    private static Set<String> users(List<String> lines) {
        return lines.stream()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .filter(entry ->
                        USER.matcher(entry.group(1).toUpperCase(Locale.ROOT)).matches())
                .map(entry -> value(entry.group(2)).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static boolean isSecret(String name, String value, Set<String> users) {
        boolean number = value.matches("[0-9.]+") && !name.contains("PASS") && !name.contains("PWD");
        boolean word = KEY.matcher(name).matches() && WORD.matcher(value).matches();
        return NAME.matcher(name).matches()
                && !OPEN.matcher(name).matches()
                && !value.isEmpty()
                && !number
                && !word
                && !users.contains(value.toLowerCase(Locale.ROOT))
                && !isNone(value);
    }

    private static boolean holdsLogin(String line) {
        return LOGIN.matcher(line.replaceFirst("\\s#.*", ""))
                .results()
                .anyMatch(login -> !login.group(1).equalsIgnoreCase(login.group(2)) && !isNone(login.group(2)));
    }

    private static boolean isNone(String value) {
        String bare = PUNCTUATION.matcher(value).replaceAll("");
        return REFERENCE.matcher(value).matches()
                || List.of(value, bare).stream()
                        .anyMatch(text -> PLACEHOLDER.matcher(text).matches()
                                || TRIVIAL.matcher(text).matches());
    }

    private static String value(String text) {
        String value = text.strip();
        if (!value.isEmpty() && "\"'".indexOf(value.charAt(0)) >= 0) {
            int end = value.indexOf(value.charAt(0), 1);
            return (end > 0 ? value.substring(1, end) : value.substring(1)).strip();
        }
        return value.startsWith("#") ? "" : value.replaceFirst("\\s+#.*", "");
    }

    /**
     * Where there is a secret; never which.
     *
     * @param line from 1
     * @param name the variable; empty where the line has none
     */
    record Finding(int line, String name) {}
}
