package io.jenkins.plugins.composerelease.engine.publish;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells where in a file of variables there are secrets: by the names of variables, and by what tokens and keys look like. */
final class EnvSecrets {
    private static final Set<String> EXAMPLES = Set.of("example", "sample", "template", "dist");
    private static final Pattern ENTRY = Pattern.compile(
            "\\s*(?:export\\s+)?[\"']?([A-Za-z_][A-Za-z0-9_.-]*)[\"']?\\s*[=:]\\s*(.*)", Pattern.DOTALL);
    private static final Pattern NAME =
            Pattern.compile(".*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|CREDENTIAL).*|(.*[_.-])?(KEY|PASS|PWD)");
    /** What such a name says about a secret without being one. */
    private static final Pattern ABOUT = Pattern.compile(
            ".*PUBLIC.*|.*PUBLISHABLE.*|.*[_.-](FILE|PATH|DIR|URL|URI|ENDPOINT|NAME|ID|ARN|TTL|TTLS|EXPIRY|EXPIRES|EXPIRATION"
                    + "|LIFETIME|AGE|TIMEOUT|INTERVAL|LENGTH|SIZE|LIMIT|COUNT|MINUTES|SECONDS|HOURS|DAYS|ALGORITHM|HEADER"
                    + "|TYPE|PREFIX|ISSUER|AUDIENCE|ENABLED|REQUIRED|IN)");

    private static final Pattern TOKEN = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY"
            + "|\\b(gh[pousr]_|github_pat_|glpat-|npm_|dckr_pat_|hf_)[A-Za-z0-9_-]{16,}"
            + "|\\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|\\bAIza[A-Za-z0-9_-]{35}"
            + "|\\b[sr]k_(live|test)_[A-Za-z0-9]{16,}|\\bsk-(ant|proj)-[A-Za-z0-9_-]{16,}|\\bSG\\.[A-Za-z0-9_-]{16,}\\."
            + "|\\bpypi-[A-Za-z0-9_-]{32,}|hooks\\.slack\\.com/services/T[A-Z0-9]+/"
            + "|\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.");
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/:@]*:([^\\s/@]+)@");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)change[-_ ]?(me|this|it).*|replace[-_ ]?(me|this|with).*|(put|enter|insert|set|add|fill)[-_ ].*"
                    + "|your[-_ ].*|x{3,}|\\*+|\\.{3,}|-+|\\?+|todo.*|tbd|fixme|dummy|redacted|.*placeholder.*|.*example.*"
                    + "|<.*>|\\[.*]|\\{\\{.*}}|%.*%|__.*__|@.*@");
    /** Where a secret is, or one that nobody can read. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?i)(\\$\\{[^}]*}|\\$\\(.*\\)|\\$[A-Z_][A-Z0-9_]*)+|(op|vault|secrets?|ssm|aws|arn|file|env|ref):.*"
                    + "|/(run|var|etc|opt|home|srv|mnt|app|data)/.*|ENC\\[.*|encrypted:.*|true|false|yes|no|on|off|none|null|nil|undefined");

    private EnvSecrets() {}

    /** Whether a file of this name holds variables, and not only an example of them. */
    static boolean isEnvFile(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean env = lower.equals(".env") || lower.startsWith(".env.") || lower.endsWith(".env");
        return env && Arrays.stream(lower.split("\\.")).noneMatch(EXAMPLES::contains);
    }

    static List<Finding> find(List<String> lines) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher entry = ENTRY.matcher(line);
            String name = entry.matches() ? entry.group(1) : "";
            boolean comment = line.stripLeading().startsWith("#");
            if (!comment && entry.matches() && isSecret(name.toUpperCase(Locale.ROOT), value(entry.group(2)))
                    || holdsToken(line)) {
                // Where somebody put a token in front of the sign, the name is one.
                found.add(new Finding(i + 1, holdsToken(name) ? "" : name));
            }
        }
        return found;
    }

    private static boolean isSecret(String name, String value) {
        boolean number = value.matches("[0-9.]+") && !name.contains("PASS") && !name.contains("PWD");
        return NAME.matcher(name).matches()
                && !ABOUT.matcher(name).matches()
                && !value.isEmpty()
                && !number
                && !isPlaceholder(value);
    }

    private static boolean holdsToken(String line) {
        Matcher login = LOGIN.matcher(line);
        while (login.find()) {
            if (!isPlaceholder(login.group(1))) {
                return true;
            }
        }
        return TOKEN.matcher(line).find();
    }

    private static boolean isPlaceholder(String value) {
        return PLACEHOLDER.matcher(value).matches() || REFERENCE.matcher(value).matches();
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
