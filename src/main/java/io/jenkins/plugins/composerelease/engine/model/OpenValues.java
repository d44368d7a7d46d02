package io.jenkins.plugins.composerelease.engine.model;

import java.util.regex.Pattern;

/** Values that are no secrets whatever they are called: they refer to one, stand in for one, or everybody knows them. */
final class OpenValues {
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)change[-_ ]?(me|this|it).*|replace[-_ ]?(me|this|with).*|(put|enter|insert|set|add|fill)[-_ ].*"
                    + "|your[-_ ].*|x{3,}|\\*+|\\.{3,}|-+|\\?+|todo.*|tbd|fixme|dummy|redacted|.*placeholder.*|.*example.*"
                    + "|<.*>|\\[.*]|\\{\\{.*}}|%.*%|__.*__|@.*@");
    /** What stacks for tests are given, images' own defaults among them: nobody is kept out by these. */
    private static final Pattern TRIVIAL = Pattern.compile(
            "(?i)((my|the|a|some|db|app)?[-_ ]?(secret|password|passwd|passphrase|pass|pwd|token|key|credentials?)(s(?!ecret))?+)++"
                    + "|tests?|testing|dev|devel|development|local|localhost|ci|demo|default|empty|unused|insecure|foo|bar|foobar|baz"
                    + "|root|admin|administrator|guest|users?|app|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbit"
                    + "|rabbitmq|minio|minioadmin|symfony|laravel|django|rails|\\$ecretf0rt3st");
    /** Where a secret is, or one that nobody can read, or that is for everybody, as its first letters say. */
    private static final Pattern REFERENCE = Pattern.compile(
            "(?i)(\\$\\{[^}]*+}|\\$[A-Z_][A-Z0-9_]*+)++|(op|vault|secrets?|ssm|aws|arn|file|env|ref):.*"
                    + "|(\\$\\(|`).*|/(run|var|etc|opt|home|srv|mnt|app|data)/.*|(\\.{1,2}|~|%[^%]+%)/.*|[\\w./ -]+\\.(pem|key|crt|cer|p12|pfx|jks)"
                    + "|ENC\\[.*|encrypted:.*|pk_(live|test)_.*|pk\\.eyJ.*|phc_.*|true|false|yes|no|on|off|none|null|nil|undefined");

    private OpenValues() {}

    /** Whether a value is one, by its first {@value SecretLook#LONGEST} characters. */
    static boolean isOne(String value) {
        String start = value.substring(0, Math.min(value.length(), SecretLook.LONGEST));
        String bare = bare(start);
        return REFERENCE.matcher(start).matches() || isKnown(start) || isKnown(bare);
    }

    private static boolean isKnown(String text) {
        return PLACEHOLDER.matcher(text).matches() || TRIVIAL.matcher(text).matches();
    }

    /** Without what is no letter or digit at its ends. */
    private static String bare(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && !isPlain(text.charAt(from))) {
            from++;
        }
        while (to > from && !isPlain(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isPlain(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
}
