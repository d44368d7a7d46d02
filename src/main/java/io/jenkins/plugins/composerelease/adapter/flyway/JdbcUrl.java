package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL. Its text may hold a password: {@link #toString} shows none.
 *
 * @param text the URL as the driver gets it
 */
record JdbcUrl(String text) {
    private static final Pattern SERVER = Pattern.compile("(jdbc:([a-z0-9]+)://)([^/?;]*)(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:@,]+)(?::(\\d{1,5}))?");
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)([?&;][^=&;]*(?:password|passwd|pwd|secret|token)[^=&;]*=)[^&;]*|(//[^/@:]*):[^/@]*@");
    private static final Map<String, Integer> PORTS =
            Map.of("postgresql", 5432, "mysql", 3306, "mariadb", 3306, "sqlserver", 1433);

    boolean isPostgres() {
        return text.startsWith("jdbc:postgresql:");
    }

    /** MySQL, too, by MariaDB's driver. */
    boolean isMaria() {
        return text.startsWith("jdbc:mariadb:") || text.startsWith("jdbc:mysql:");
    }

    boolean isSqlite() {
        return text.startsWith("jdbc:sqlite:");
    }

    boolean isH2() {
        return text.startsWith("jdbc:h2:");
    }

    /** As the driver in this program takes it: that of MariaDB is for MySQL, too. */
    String forDriver() {
        return text.replaceFirst("^jdbc:mysql:", "jdbc:mariadb:");
    }

    /** The port of the URL, or its database's usual one. */
    int port() {
        Matcher server = server();
        Matcher authority = authority(server);
        String port = authority.group(2);
        return port != null ? Integer.parseInt(port) : PORTS.getOrDefault(server.group(2), 5432);
    }

    /** The same database at another address. */
    JdbcUrl at(String host, int port) {
        Matcher server = server();
        authority(server);
        return new JdbcUrl(server.group(1) + host + ":" + port + server.group(4));
    }

    /** The URL without passwords. */
    @Override
    public String toString() {
        return PASSWORD.matcher(text).replaceAll(m -> {
            String kept = m.group(1) != null ? m.group(1) + "****" : m.group(2) + ":****@";
            return Matcher.quoteReplacement(kept);
        });
    }

    private Matcher server() {
        Matcher server = SERVER.matcher(text);
        if (!server.matches()) {
            throw new InvalidInputException(
                    "JDBC URL '" + this + "' names no server, so no service can stand for it.",
                    "Give one like jdbc:postgresql://db:5432/app, or leave out flyway's service.");
        }
        return server;
    }

    private Matcher authority(Matcher server) {
        Matcher authority = AUTHORITY.matcher(server.group(3));
        if (!authority.matches()) {
            throw new InvalidInputException(
                    "JDBC URL '" + this + "' does not name exactly one host and port.",
                    "With flyway's service, give one like jdbc:postgresql://db:5432/app.");
        }
        return authority;
    }
}
