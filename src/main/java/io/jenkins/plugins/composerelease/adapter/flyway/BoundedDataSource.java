package io.jenkins.plugins.composerelease.adapter.flyway;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Opens connections that end at a deadline, on the server too where the database can do that. */
final class BoundedDataSource implements DataSource {
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
        SessionLimits.connecting(url, properties, deadline.remaining());
        Connection connection = DriverManager.getConnection(url.forDriver(), properties);
        opened.add(connection);
        SessionLimits.connected(url, connection, deadline.remaining());
        return connection;
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
