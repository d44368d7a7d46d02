package io.jenkins.plugins.composerelease.engine.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells what looks like a secret: by what keys and tokens look like, and by the names of variables. It finds what was
 * forgotten, not what was hidden.
 */
public final class SecretLook {
    /** Why something looks like a secret. */
    public enum Reason {
        KEY_BLOCK("a private key"),
        TOKEN("a token"),
        MAYBE_TOKEN("a token, unless it is one for browsers"),
        LOGIN_URL("an address with a password"),
        RANDOM_PASSWORD("a random value of such a name"),
        NAMED_PASSWORD("a value of such a name"),
        LIKELY_TOKEN("a token, by its form"),
        HASH("the hash of a password"),
        MAYBE_PASSWORD("what may be a password, by its name"),
        PART("a password in a part of it");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** In words, such as {@code a token}. */
        public String text() {
            return text;
        }

        /** Whether it can be nothing else, whatever it is called. */
        public boolean certain() {
            return this == KEY_BLOCK || this == TOKEN;
        }

        /** Whether it is worth a warning, and no reason to refuse anything. */
        public boolean hint() {
            return compareTo(LIKELY_TOKEN) >= 0;
        }
    }

    private static final String SUFFIX = "(?:[_.-]?[0-9]++|[_.-](?:PRODUCTION|PROD|LIVE|STAGING|STAGE|BASE64|B64))*+";
    /** Whole parts at the end: {@code TOKEN_BUCKET} and {@code PASSWORD_HASHER} are settings of something. */
    private static final Pattern NAME = Pattern.compile(
            "(.*(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|APIKEY|CREDENTIAL)S?|(.*[_.-])?(KEY|PASS|PWD)S?|.*SECRET_KEY_BASE)"
                    + SUFFIX);
    /** Called so, and no secret at all. */
    private static final Pattern NO_SECRET =
            Pattern.compile("(.*[_.-])?(CACHE|PRIMARY|FOREIGN|SORT|PARTITION|SITE)[_.-]KEYS?");
    /** Known to everybody: frameworks put variables of such names into what browsers load. */
    private static final Pattern PUBLIC =
            Pattern.compile("(VITE|REACT_APP|VUE_APP|PREACT_APP|NG_APP|GATSBY|STORYBOOK|RAZZLE|REDWOOD_ENV)_.*"
                    + "|.*(PUBLIC|PUBLISHABLE).*|(.*[_.-])?ANON([_.-].*)?|.*ANON[_.-]?KEY.*");
    /** No browser needs these, so that such a name of a public variable is a mistake. */
    private static final Pattern PRIVATE =
            Pattern.compile(".*(PASSWORD|PASSWD|PASSPHRASE|SECRET|(SECRET|PRIVATE|SERVICE_ROLE)[_.-]?KEY)S?" + SUFFIX);

    /** Called so, and often something else. */
    private static final Pattern HINT = Pattern.compile("((.*[_.-])?PW|.*(PASSWORT|KENNWORT)|REDISCLI_AUTH"
            + "|.*(ACCESS|ACCOUNT|PRIVATE|SECRET|SIGNING|ENCRYPTION|MASTER)KEY)"
            + SUFFIX);
    /** Mostly a method, such as {@code plain}; a secret only where the value looks like one as well. */
    private static final Pattern AUTH = Pattern.compile("(.*[_.-])?(BASIC)?AUTH" + SUFFIX);

    private static final Pattern LOGIN_PAIR = Pattern.compile("[^\\s:/]{1,64}+:([^\\s:/]{6,128}+)");
    private static final Pattern MIXED = Pattern.compile("(?=\\D*+\\d)(?=\\P{Alpha}*+\\p{Alpha})[^\\s:/-]++");
    private static final Pattern HASH = Pattern.compile(":\\${1,2}(?:apr1|2[aby]|argon2id?|[56])\\$");
    /** An argument of a command, or a part of a shell line, connection string or query, that gives something a value. */
    private static final Pattern PART =
            Pattern.compile("(?:^|[\\s;&?,\"'])-{0,2}([A-Za-z_][A-Za-z0-9_.-]*+)=[\"']?+([^\\s;&,\"']++)");

    /** Of a few digits, and so never looked for. */
    private static final Pattern CODE = Pattern.compile("(.*[_.-])?PIN([_.-]?CODE)?([_.-]?[0-9]+)?");

    private static final Pattern KEY = Pattern.compile("(.*[_.-])?KEYS?");
    /** No key was ever so short without a digit. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z_-]{1,11}");

    private static final Pattern USER = Pattern.compile("(.*[_.-])?(USER|USERNAME|LOGIN)|PGUSER");

    /** Each part ends where the next can begin, so that none is read twice, nor by recursion. */
    private static final Pattern LOGIN =
            Pattern.compile("(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{0,30}+://((?:\\$\\{[^}]{0,200}+}|[^\\s/:@])*+)"
                    + ":((?:\\$\\{[^}]{0,200}+}|[^\\s/@])++)@");

    /** A name or value is judged by no more than this, in characters. */
    static final int LONGEST = 4096;

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
        if (KnownTokens.holdKey(value)) {
            return Optional.of(Reason.KEY_BLOCK);
        }
        if (KnownTokens.hold(value)) {
            return Optional.of(Reason.TOKEN);
        }
        if (!isPublic(name) && KnownTokens.mayHold(value)) {
            return Optional.of(Reason.MAYBE_TOKEN);
        }
        if (holdsLogin(value)) {
            return Optional.of(Reason.LOGIN_URL);
        }
        String plain = start(value.strip());
        if (isNamed(name, plain, users)) {
            return Optional.of(isRandom(plain) ? Reason.RANDOM_PASSWORD : Reason.NAMED_PASSWORD);
        }
        return hint(name, plain, users);
    }

    private static Optional<Reason> hint(String name, String value, Set<String> users) {
        if (KnownTokens.likelyHold(value)) {
            return Optional.of(Reason.LIKELY_TOKEN);
        }
        if (HASH.matcher(value).find()) {
            return Optional.of(Reason.HASH);
        }
        if (isHinted(name, value, users)) {
            return Optional.of(Reason.MAYBE_PASSWORD);
        }
        boolean part = PART.matcher(value)
                .results()
                .anyMatch(found -> isNamed(found.group(1), found.group(2), users)
                        || isHinted(found.group(1), found.group(2), users));
        return part ? Optional.of(Reason.PART) : Optional.empty();
    }

    private static boolean isHinted(String name, String value, Set<String> users) {
        return isNamed(HINT, name, value, users) || isNamed(AUTH, name, value, users) && isLogin(value);
    }

    /** A user with a password, or what nobody would choose for the name of a method. */
    private static boolean isLogin(String value) {
        Matcher pair = LOGIN_PAIR.matcher(value);
        return pair.matches() && !OpenValues.isOne(pair.group(1))
                || isRandom(value) && MIXED.matcher(value).matches();
    }

    /** Whether a text has a private key or a token in it. */
    public static boolean holdsToken(String text) {
        return KnownTokens.holdKey(text) || KnownTokens.hold(text) || KnownTokens.mayHold(text);
    }

    /** Whether a text has an address with a password in it that keeps somebody out. */
    private static boolean holdsLogin(String text) {
        return text.contains("://")
                && LOGIN.matcher(text)
                        .results()
                        .anyMatch(login ->
                                !login.group(1).equalsIgnoreCase(login.group(2)) && !OpenValues.isOne(login.group(2)));
    }

    /** Whether a variable of this name is who logs in. */
    public static boolean isUser(String name) {
        return USER.matcher(start(name).toUpperCase(Locale.ROOT)).matches();
    }

    /** Whether a variable of this name is a secret, weak as its value may be. */
    public static boolean isSecretName(String name) {
        String upper = start(name).toUpperCase(Locale.ROOT);
        boolean named =
                NAME.matcher(upper).matches() && !NO_SECRET.matcher(upper).matches() && !isPublic(upper);
        return named || CODE.matcher(upper).matches();
    }

    /** Whether a value is a secret by its name; not so what everybody knows, refers to one, or stands in for one. */
    private static boolean isNamed(String name, String value, Set<String> users) {
        return isNamed(NAME, name, value, users);
    }

    private static boolean isNamed(Pattern names, String name, String value, Set<String> users) {
        String upper = start(name).toUpperCase(Locale.ROOT);
        boolean number = value.matches("[0-9.]+") && !upper.contains("PASS") && !upper.contains("PWD");
        boolean word = KEY.matcher(upper).matches() && WORD.matcher(value).matches();
        return names.matcher(upper).matches()
                && !NO_SECRET.matcher(upper).matches()
                && !isPublic(upper)
                && !value.isEmpty()
                && !number
                && !word
                && !users.contains(value.toLowerCase(Locale.ROOT))
                && !OpenValues.isOne(value);
    }

    private static String start(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private static boolean isPublic(String name) {
        String upper = start(name).toUpperCase(Locale.ROOT);
        return PUBLIC.matcher(upper).matches() && !PRIVATE.matcher(upper).matches();
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
