package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Opens connections that end at a deadline, on the server too where the database can do that. */
final class BoundedDataSource implements DataSource {
    /** A migration that waits for a lock makes every later query on that table wait behind it; half the time at most. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    /** From PostgreSQL 14 on; before, a statement goes on after its connection is gone until it has something to say. */
    private static final String NOTICE_LOST_CONNECTION = """
            SELECT set_config(name, '2000', false) FROM pg_settings WHERE name = 'client_connection_check_interval'""";

    private final JdbcUrl url;
    private final Optional<String> user;
    private final Optional<Secret> password;
    private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
    private volatile Deadline deadline;

    BoundedDataSource(JdbcUrl url, Optional<String> user, Optional<Secret> password, Deadline deadline) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.deadline = deadline;
    }

    /** Sets the deadline of the connections opened from now on. */
    void until(Deadline next) {
        deadline = next;
        opened.clear();
    }

    /** Ends what its connections are doing. */
    void abort() {
        for (Connection connection : opened) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                continue; // closed already
            }
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        if (url.isPostgres()) {
            long seconds = Math.max(1, deadline.remaining().toSeconds());
            properties.setProperty("connectTimeout", String.valueOf(seconds));
            properties.setProperty("loginTimeout", String.valueOf(seconds));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "compose-release");
        }
        Connection connection = DriverManager.getConnection(url.text(), properties);
        opened.add(connection);
        if (url.isPostgres()) {
            bound(connection);
        }
        return connection;
    }

    private void bound(Connection connection) throws SQLException {
        long left = Math.max(1, deadline.remaining().toMillis());
        try (Statement statement = connection.createStatement()) {
            noticeLostConnection(statement);
            statement.execute("SET statement_timeout = " + left);
            statement.execute("SET lock_timeout = " + Math.max(1, Math.min(left / 2, LOCK_WAIT.toMillis())));
        }
    }

    private static void noticeLostConnection(Statement statement) {
        try {
            statement.execute(NOTICE_LOST_CONNECTION);
        } catch (SQLException e) {
            return; // not every system can look for that; a migration works without
        }
    }

    @Override
    public Connection getConnection(String otherUser, String otherPassword) throws SQLException {
        throw new SQLFeatureNotSupportedException("another user");
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // nothing is logged here: driver logs could hold the URL
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // the deadline decides
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
