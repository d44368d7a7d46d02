package io.jenkins.plugins.composerelease.engine.model;

import java.util.regex.Pattern;

/**
 * What keys and tokens look like, whatever they are called. Each in its real shape and length, as names of packages and
 * settings begin like them ({@code npm_config_user_agent}), and none of those that documentation shows instead of one. Texts
 * of any length: a run of characters is read once, from its beginning.
 */
final class KnownTokens {
    private static final Pattern KEY_BLOCK =
            Pattern.compile("-----BEGIN [A-Z ]{0,40}PRIVATE KEY|\\bAGE-SECRET-KEY-1[0-9A-Z]{50}");

    private static final Pattern TOKEN =
            Pattern.compile("\\b(?:gh[pousr]_[A-Za-z0-9]{36,}+|github_pat_[A-Za-z0-9_]{36,}+"
                    + "|glpat-[A-Za-z0-9_-]{20,}+|npm_[A-Za-z0-9]{36,}+|dckr_[po]at_[A-Za-z0-9_-]{27,}+|hf_[A-Za-z0-9]{30,}+"
                    + "|pypi-AgE[A-Za-z0-9_-]{50,}+|xox[abeoprs]-[0-9][A-Za-z0-9-]{10,}+|(?:AKIA|ASIA)[A-Z0-9]{16}\\b"
                    + "|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}+|sk-(?:ant|proj)-[A-Za-z0-9_-]{40,}+"
                    + "|SG\\.[A-Za-z0-9_-]{16,}+\\.[A-Za-z0-9_-]{16,}+"
                    + "|hooks\\.slack\\.com/services/T[A-Z0-9]++/B[A-Z0-9]++/[A-Za-z0-9]{16,}+)");
    /** Some of these are made for browsers, and so for everybody. */
    private static final Pattern MAYBE_TOKEN = Pattern.compile(
            "\\bAIza[A-Za-z0-9_-]{35}|(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}+\\.eyJ[A-Za-z0-9_-]{10,}+\\.");

    /** The form is that of a known service's, but too plain to be nothing else. */
    private static final Pattern LIKELY_TOKEN = Pattern.compile("\\bsk-[A-Za-z0-9]{40,}+\\b");

    private static final Pattern SHOWN_INSTEAD = Pattern.compile("(?i)x{6}|example");

    private KnownTokens() {}

    /** Whether a text has a private key in it. */
    static boolean holdKey(String text) {
        return KEY_BLOCK.matcher(text).find();
    }

    /** Whether a text has in it what can be nothing but a token. */
    static boolean hold(String text) {
        return holds(TOKEN, text);
    }

    /** Whether a text has a token in it that may be one for everybody. */
    static boolean mayHold(String text) {
        return holds(MAYBE_TOKEN, text);
    }

    /** Whether a text has in it what is most likely a token. */
    static boolean likelyHold(String text) {
        return holds(LIKELY_TOKEN, text);
    }

    private static boolean holds(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .anyMatch(token -> !SHOWN_INSTEAD.matcher(token.group()).find());
    }
}
