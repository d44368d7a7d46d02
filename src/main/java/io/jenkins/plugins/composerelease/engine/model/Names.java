package io.jenkins.plugins.composerelease.engine.model;

import java.util.regex.Pattern;

/** Rules for the names that reach a command. Each method returns its argument or says what is wrong with it. */
public final class Names {
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,39}");
    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,63}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{7,64}");

    private Names() {}

    /** A compose service, profile, secret, target or application name. */
    public static String name(String what, String name) {
        return require(SERVICE, what, name, "Use letters, digits, '.', '_' and '-', starting with a letter or digit.");
    }

    /** A compose project name, by Compose's own rule. */
    public static String project(String name) {
        return require(
                PROJECT,
                "project",
                name,
                "Use lower-case letters, digits, '_' and '-', starting with a letter or digit.");
    }

    /** A host name, an IPv4 or an IPv6 address. */
    public static String host(String host) {
        return require(HOST, "host", host, "Use a host name or an IP address.");
    }

    /** A user name on the target. */
    public static String user(String user) {
        return require(USER, "user", user, "Use letters, digits, '.', '_' and '-'.");
    }

    /** The name of an environment variable. */
    public static String variable(String what, String name) {
        return require(VARIABLE, what, name, "Use letters, digits and '_', not starting with a digit.");
    }

    /** A Git commit id, 7 to 64 lower-case hexadecimal digits. */
    public static String revision(String revision) {
        return require(REVISION, "revision", revision, "Use the commit id as Git prints it.");
    }

    /** A TCP port, 1 to 65535. */
    public static int port(int port) {
        if (port < 1 || port > 65535) {
            throw new InvalidInputException("port " + port + " is not valid.", "Use a number from 1 to 65535.");
        }
        return port;
    }

    /** A path below the directory it is relative to: no {@code ..}, not absolute, no control characters. */
    public static String relativePath(String what, String path) {
        boolean climbs = path.equals("..") || path.startsWith("../") || path.endsWith("/..") || path.contains("/../");
        if (path.isEmpty() || climbs || path.startsWith("/") || path.startsWith("-") || hasControl(path)) {
            throw invalid(what, path, "Use a path below the directory, without '..', not starting with '/' or '-'.");
        }
        return path;
    }

    /** An absolute path on the target. */
    public static String absolutePath(String what, String path) {
        if (!path.startsWith("/") || path.contains("/../") || path.endsWith("/..") || hasControl(path)) {
            throw invalid(what, path, "Use an absolute path without '..'.");
        }
        return path;
    }

    /** Text for an argument that is not a name: anything but control characters and a leading {@code -}. */
    public static String argument(String what, String text) {
        if (text.isEmpty() || text.startsWith("-") || hasControl(text)) {
            throw invalid(what, text, "It must not be empty, start with '-' or hold control characters.");
        }
        return text;
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static String require(Pattern pattern, String what, String value, String advice) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw invalid(what, String.valueOf(value), advice);
        }
        return value;
    }

    private static InvalidInputException invalid(String what, String value, String advice) {
        return new InvalidInputException(what + " '" + Text.printable(value) + "' is not valid.", advice);
    }
}
