package io.jenkins.plugins.composerelease.engine.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code http} or {@code https} URL. Its host may hold {@code _}, as the names of services do: for Java's own types that
 * is no host.
 *
 * @param host without the brackets of an IPv6 address
 * @param port the URL's, or else the usual one
 * @param authority host and port as the URL has them
 * @param path with the query, percent-encoded; {@code /} where the URL has none
 */
public record HttpUrl(boolean tls, String host, int port, String authority, String path) {
    private static final Pattern AUTHORITY = Pattern.compile("(\\w[\\w.-]*|\\[[^\\]@]+])(?::([0-9]{0,5}))?");

    /**
     * Reads a URL.
     *
     * @throws InvalidInputException if it has no host, has a user, or is malformed
     */
    public static HttpUrl parse(String url) {
        URI uri;
        try {
            uri = new URI(Checks.httpUrl(url));
        } catch (URISyntaxException e) {
            throw invalid(url);
        }
        Matcher authority = AUTHORITY.matcher(Objects.requireNonNullElse(uri.getRawAuthority(), ""));
        if (!authority.matches()) {
            throw invalid(url);
        }
        boolean tls = uri.getScheme().equals("https");
        String host = authority.group(1).replaceAll("^\\[|]$", "");
        String port = Objects.requireNonNullElse(authority.group(2), "");
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return port.isEmpty()
                ? new HttpUrl(tls, host, tls ? 443 : 80, authority.group(1), path + query(uri))
                : new HttpUrl(tls, host, Names.port(Integer.parseInt(port)), authority.group(), path + query(uri));
    }

    private static String query(URI uri) {
        return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }

    private static InvalidInputException invalid(String url) {
        return new InvalidInputException(
                "'" + Text.printable(url) + "' is not a URL with a host.",
                "Use http://host:port/path, without a user, and percent-encode special characters.");
    }
}
