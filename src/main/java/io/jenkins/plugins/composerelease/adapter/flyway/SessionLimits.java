package io.jenkins.plugins.composerelease.adapter.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/**
 * Limits that a database itself keeps, so that a migration whose client is gone, or was cut off, does not hold up the
 * application until TCP gives up.
 */
final class SessionLimits {
    /** A migration that waits for a lock makes every later query on that table wait behind it; half the time at most. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    /** Between two statements of a migration this process does nothing that takes longer. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(45);

    /**
     * Where the server knows them: from PostgreSQL 14 on it notices a lost connection within a statement, too, and ends a
     * session, with the lock that it holds on the schema history, that nothing came from for as long as a migration may take.
     */
    private static final String POSTGRES_14 =
            "SELECT set_config(name, CASE name WHEN 'idle_session_timeout' THEN '%d' ELSE '2000' END, false)"
                    + " FROM pg_settings WHERE name IN ('client_connection_check_interval', 'idle_session_timeout')";

    private SessionLimits() {}

    /** What a driver is told before it connects. */
    static void connecting(JdbcUrl url, Properties properties, Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        if (url.isPostgres()) {
            properties.setProperty("connectTimeout", String.valueOf(seconds));
            properties.setProperty("loginTimeout", String.valueOf(seconds));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "compose-release");
        } else if (url.isMaria()) {
            properties.setProperty("connectTimeout", String.valueOf(seconds * 1000));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("connectionAttributes", "program_name:compose-release");
        } else if (url.isSqlite()) {
            properties.setProperty("busy_timeout", String.valueOf(wait(left)));
        }
    }

    /** What a session is told once it is there. */
    static void connected(JdbcUrl url, Connection connection, Duration left) throws SQLException {
        long millis = Math.max(1, left.toMillis());
        long seconds = Math.max(1, left.toSeconds());
        long lockSeconds = Math.max(1, wait(left) / 1000);
        try (Statement statement = connection.createStatement()) {
            if (url.isPostgres()) {
                optional(statement, String.format(POSTGRES_14, millis));
                statement.execute("SET statement_timeout = " + millis);
                statement.execute("SET lock_timeout = " + wait(left));
                statement.execute("SET idle_in_transaction_session_timeout = " + IDLE_IN_TRANSACTION.toMillis());
            } else if (url.isMaria()) {
                statement.execute("SET SESSION lock_wait_timeout = " + lockSeconds);
                statement.execute("SET SESSION innodb_lock_wait_timeout = " + lockSeconds);
                statement.execute("SET SESSION wait_timeout = " + seconds);
                // MariaDB alone has these; MySQL ends no statement but SELECT by itself.
                for (String only : List.of(
                        "SET SESSION max_statement_time = " + seconds,
                        "SET SESSION idle_transaction_timeout = " + IDLE_IN_TRANSACTION.toSeconds())) {
                    optional(statement, only);
                }
            } else if (url.isH2()) {
                statement.execute("SET LOCK_TIMEOUT " + wait(left));
            }
        }
    }

    private static long wait(Duration left) {
        return Math.max(1, Math.min(left.toMillis() / 2, LOCK_WAIT.toMillis()));
    }

    private static void optional(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            return; // not every server has it; a migration works without
        }
    }
}
