package io.jenkins.plugins.composerelease.engine.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells what looks like a secret: by what keys and tokens look like, and by the names of variables. It finds what was
 * forgotten, not what was hidden.
 */
public final class SecretLook {
    /** Why something looks like a secret. */
    public enum Reason {
        KEY_BLOCK("a private key", true),
        TOKEN("a token", true),
        MAYBE_TOKEN("a token, unless it is one for browsers", false),
        LOGIN_URL("an address with a password", false),
        RANDOM_PASSWORD("a random value of such a name", false),
        NAMED_PASSWORD("a value of such a name", false);

        private final String text;
        private final boolean certain;

        Reason(String text, boolean certain) {
            this.text = text;
            this.certain = certain;
        }

        /** In words, such as {@code a token}. */
        public String text() {
            return text;
        }

        /** Whether it can be nothing else, whatever it is called. */
        public boolean certain() {
            return certain;
        }
    }

    private static final Pattern KEY_BLOCK = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY");

    private static final Pattern TOKEN =
            Pattern.compile("\\b(gh[pousr]_|github_pat_|glpat-|npm_|dckr_pat_|hf_)[A-Za-z0-9_-]{16,}"
                    + "|\\bxox[abeoprs]-[A-Za-z0-9-]{10,}|\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"
                    + "|\\b[sr]k_(live|test)_[A-Za-z0-9]{16,}|\\bsk-(ant|proj)-[A-Za-z0-9_-]{16,}|\\bSG\\.[A-Za-z0-9_-]{16,}\\."
                    + "|\\bpypi-[A-Za-z0-9_-]{32,}|hooks\\.slack\\.com/services/T[A-Z0-9]+/");
    /** Some of these are made for browsers, and so for everybody. */
    private static final Pattern MAYBE_TOKEN =
            Pattern.compile("\\bAIza[A-Za-z0-9_-]{35}|\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.");

    /** Whole parts at the end: {@code TOKEN_BUCKET} and {@code PASSWORD_HASHER} are settings of something. */
    private static final Pattern NAME = Pattern.compile(
            "(.*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|CREDENTIAL)S?|(.*[_.-])?(KEY|PASS|PWD)S?|.*SECRET_KEY_BASE)"
                    + "([_.-]?[0-9]+|[_.-](PROD|PRODUCTION|LIVE|STAGE|STAGING|BASE64|B64))*");
    /** Called so, and known to everybody or no secret at all. */
    private static final Pattern OPEN =
            Pattern.compile(".*(PUBLIC|PUBLISHABLE).*|(.*[_.-])?(CACHE|PRIMARY|FOREIGN|SORT|PARTITION|SITE)[_.-]KEYS?");

    /** Of a few digits, and so never looked for. */
    private static final Pattern CODE = Pattern.compile("(.*[_.-])?PIN([_.-]?CODE)?([_.-]?[0-9]+)?");

    private static final Pattern KEY = Pattern.compile("(.*[_.-])?KEYS?");
    /** No key was ever so short without a digit. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z_-]{1,11}");

    private static final Pattern USER = Pattern.compile("(.*[_.-])?(USER|USERNAME|LOGIN)|PGUSER");

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

    private static final Pattern FOR_ALL = Pattern.compile(".*(PUBLIC|PUBLISHABLE|ANON).*");

    private static final int RANDOM_LENGTH = 12;
    private static final double RANDOM_BITS = 3.0;

    private SecretLook() {}

    /**
     * Whether a value looks like a secret.
     *
     * @param name what it is called, or empty; case does not matter
     */
    public static Optional<Reason> judge(String name, String value) {
        return judge(name, value, Set.of());
    }

    /**
     * @param users names of users, in lower case: a password that is the same is none
     */
    public static Optional<Reason> judge(String name, String value, Set<String> users) {
        if (KEY_BLOCK.matcher(value).find()) {
            return Optional.of(Reason.KEY_BLOCK);
        }
        if (TOKEN.matcher(value).find()) {
            return Optional.of(Reason.TOKEN);
        }
        if (MAYBE_TOKEN.matcher(value).find()) {
            boolean forAll = FOR_ALL.matcher(name.toUpperCase(Locale.ROOT)).matches();
            return forAll ? Optional.empty() : Optional.of(Reason.MAYBE_TOKEN);
        }
        if (holdsLogin(value)) {
            return Optional.of(Reason.LOGIN_URL);
        }
        if (isNamed(name, value.strip(), users)) {
            return Optional.of(isRandom(value.strip()) ? Reason.RANDOM_PASSWORD : Reason.NAMED_PASSWORD);
        }
        return Optional.empty();
    }

    /** Whether a text has a private key or a token in it. */
    public static boolean holdsToken(String text) {
        return KEY_BLOCK.matcher(text).find()
                || TOKEN.matcher(text).find()
                || MAYBE_TOKEN.matcher(text).find();
    }

    /** Whether a text has an address with a password in it that keeps somebody out. */
    public static boolean holdsLogin(String text) {
        return LOGIN.matcher(text)
                .results()
                .anyMatch(login -> !login.group(1).equalsIgnoreCase(login.group(2)) && !isNone(login.group(2)));
    }

    /** Whether a variable of this name is who logs in. */
    public static boolean isUser(String name) {
        return USER.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }

    /** Whether a variable of this name is a secret, weak as its value may be. */
    public static boolean isSecretName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return NAME.matcher(upper).matches() && !OPEN.matcher(upper).matches()
                || CODE.matcher(upper).matches();
    }

    /** Whether a value is a secret by its name; not so what everybody knows, refers to one, or stands in for one. */
    public static boolean isNamed(String name, String value, Set<String> users) {
        String upper = name.toUpperCase(Locale.ROOT);
        boolean number = value.matches("[0-9.]+") && !upper.contains("PASS") && !upper.contains("PWD");
        boolean word = KEY.matcher(upper).matches() && WORD.matcher(value).matches();
        return NAME.matcher(upper).matches()
                && !OPEN.matcher(upper).matches()
                && !value.isEmpty()
                && !number
                && !word
                && !users.contains(value.toLowerCase(Locale.ROOT))
                && !isNone(value);
    }

    private static boolean isNone(String value) {
        String bare = PUNCTUATION.matcher(value).replaceAll("");
        return REFERENCE.matcher(value).matches()
                || List.of(value, bare).stream()
                        .anyMatch(text -> PLACEHOLDER.matcher(text).matches()
                                || TRIVIAL.matcher(text).matches());
    }

    /** Shannon's entropy of its characters, in bits a character. */
    private static boolean isRandom(String value) {
        if (value.length() < RANDOM_LENGTH || value.contains(" ")) {
            return false;
        }
        double length = value.length();
        double bits =
                value.chars().boxed().collect(Collectors.groupingBy(c -> c, Collectors.counting())).values().stream()
                        .mapToDouble(count -> -count / length * Math.log(count / length) / Math.log(2))
                        .sum();
        return bits >= RANDOM_BITS;
    }
}
