package io.jenkins.plugins.composerelease.engine.model;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Rules for configuration values beside those of {@link Names}. Each returns its argument or says what is wrong. */
public final class Checks {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})(ms|s|m|h|)");
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9-]{1,39}/[A-Za-z0-9._-]{1,100}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern JUMP = Pattern.compile(
            "([A-Za-z_][A-Za-z0-9._-]*@)?([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:]+\\])(:[0-9]{1,5})?");
    private static final Pattern HOST_KEY = Pattern.compile("[a-z][a-z0-9@.-]{3,60} [A-Za-z0-9+/]{40,}={0,3}( .*)?");
    private static final String SHELL = "$`;&|<>\\\"'*?";

    private Checks() {}

    /** {@code 500ms}, {@code 5s}, {@code 2m}, {@code 1h}, or seconds. */
    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw invalid("duration", text, "Write it like 30s, 2m, 1h or as a number of seconds.");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    /** Any text in one line. */
    public static String line(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw invalid("value", text, "Remove the line breaks and control characters; give longer texts as a file.");
        }
        return text;
    }

    /** A path below the workspace, without characters that a shell gives a meaning. */
    public static String path(String text) {
        Names.relativePath("path", text);
        return withoutShell(text);
    }

    /** An absolute directory on the target that may belong to one application: not the root. */
    public static String directory(String text) {
        Names.absolutePath("directory", text);
        if (text.matches("/+(\\./*)*")) {
            throw invalid("directory", text, "Give the application a directory of its own, for example /srv/shop.");
        }
        return withoutShell(text);
    }

    private static String withoutShell(String text) {
        if (text.chars().anyMatch(c -> SHELL.indexOf(c) >= 0)) {
            throw invalid("path", text, "Rename it without any of " + SHELL + ".");
        }
        return text;
    }

    /** A GitHub repository, {@code owner/name}. */
    public static String repository(String text) {
        return matching(REPOSITORY, "repository", text, "Write it as owner/name.");
    }

    /** The name of an HTTP header. */
    public static String header(String name) {
        return matching(HEADER, "header name", name, "Use a name like 'Accept'.");
    }

    /** {@code [user@]host[:port]}. */
    public static String proxyJump(String text) {
        return matching(JUMP, "proxyJump", text, "Write it as [user@]host[:port].");
    }

    /** A public host key, as {@code ssh-keyscan} prints it without the host. */
    public static String hostKey(String text) {
        return matching(HOST_KEY, "hostKey", text, "Copy it from 'ssh-keyscan HOST' without the host's name.");
    }

    /** An {@code http} or {@code https} URL. */
    public static String httpUrl(String text) {
        if (!text.matches("https?://[A-Za-z0-9_\\[][^\\s\\p{Cntrl}]*")) {
            throw invalid("URL", text, "Start it with https:// or http://.");
        }
        return text;
    }

    /** A regular expression in one line. */
    public static String regex(String text) {
        try {
            Pattern.compile(line(text));
            return text;
        } catch (PatternSyntaxException e) {
            throw new InvalidInputException(
                    "regular expression '" + Text.printable(text) + "' is not valid: " + e.getDescription() + ".",
                    "Escape special characters with '\\'.",
                    e);
        }
    }

    /** A registry's host and port; an {@code https://} in front is taken off. */
    public static String registry(String text) {
        if (text.startsWith("http://")) {
            throw invalid("registry", text, "Leave 'http://' out and set 'insecure: true'.");
        }
        String host = text.replaceFirst("^https://", "").replaceFirst("/$", "");
        if (host.isEmpty() || host.contains("/") || host.contains("@")) {
            throw invalid("registry", text, "Give its host and port only; the rest belongs to the images' names.");
        }
        if (!ImageReference.parse(host + "/x").registry().equals(host)) {
            throw invalid(
                    "registry",
                    text,
                    "Add its port, for example '" + Text.printable(host)
                            + ":443': Docker takes a name without a dot for a" + " part of Docker Hub.");
        }
        return host;
    }

    /** A JDBC URL without a password in it. */
    public static String jdbcUrl(String url) {
        line(url);
        if (url.matches("(?i).*[?&;](password|pwd)=.*")) {
            // The URL is not quoted: the password is in it.
            throw new InvalidInputException(
                    "the JDBC URL holds a password.", "Leave it out and give the password as a secret.");
        }
        if (!url.startsWith("jdbc:")) {
            throw new InvalidInputException(
                    "'" + Text.printable(url) + "' is not a JDBC URL.",
                    "Write one like jdbc:postgresql://db:5432/app.");
        }
        return url;
    }

    /** An image's repository in the registry, without a tag or a digest. */
    public static String imageName(String name) {
        ImageReference parsed = ImageReference.parse("registry.invalid/" + name);
        if (parsed.tag().isPresent() || parsed.digest().isPresent()) {
            throw new InvalidInputException(
                    "image name '" + Text.printable(name) + "' has a tag or a digest.",
                    "Leave it out: 'tags' says which tags the image gets.");
        }
        return name;
    }

    /** What stands before tags: text that stays as it is when a tag is made of it and of something valid; or nothing. */
    public static String tagPrefix(String prefix) {
        if (!prefix.isEmpty() && !prefix.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,31}")) {
            throw invalid(
                    "tag prefix",
                    prefix,
                    "Use at most 32 letters, digits, '.', '_' and '-', not starting with '.' or '-', as in 'v' or 'sha-'.");
        }
        return prefix;
    }

    private static String matching(Pattern pattern, String what, String text, String advice) {
        if (!pattern.matcher(text).matches()) {
            throw invalid(what, text, advice);
        }
        return text;
    }

    private static InvalidInputException invalid(String what, String text, String advice) {
        return new InvalidInputException(what + " '" + Text.printable(text) + "' is not valid.", advice);
    }
}
