package io.jenkins.plugins.composerelease.adapter.flyway;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** Whether Flyway's own table is there, which its interface does not tell. */
final class HistoryTable {
    private HistoryTable() {}

    static boolean exists(DataSource database, String table) {
        try (Connection connection = database.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", null)) {
            while (tables.next()) {
                if (table.equalsIgnoreCase(tables.getString("TABLE_NAME"))) {
                    return true;
                }
            }
            return false;
        } catch (SQLException e) {
            throw new FlywayException("cannot list the tables", e);
        }
    }
}
