package io.jenkins.plugins.composerelease.adapter.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** Migrations in a directory of their own, and a database in a file beside them. */
public abstract class FlywayBed {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    String url;
    Migration.Flyway.Rules rules = Migration.Flyway.Rules.DEFAULT;

    @Before
    public void database() {
        url = "jdbc:h2:file:" + folder.getRoot() + "/db";
    }

    org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertFails(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(ReleaseException.class, e -> assertThat(e.exitCode())
                .isEqualTo(ExitCode.MIGRATION_FAILED.code()));
    }

    Migrator.Status status() {
        try (FlywayMigrator migrator = migrator()) {
            return migrator.status(soon());
        }
    }

    void migrate() {
        try (FlywayMigrator migrator = migrator()) {
            migrator.migrate(soon());
        }
    }

    FlywayMigrator migrator() {
        Migration.Flyway migration = new Migration.Flyway(
                locations(), url, Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(30), rules);
        return FlywayMigrator.direct(migration, new SilentLog(), soon());
    }

    List<String> locations() {
        return List.of(folder.getRoot().toString());
    }

    void write(String name, String sql) throws IOException {
        Path file = folder.getRoot().toPath().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet found = connection.getMetaData().getTables(null, "PUBLIC", "%", null)) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(30));
    }
}
