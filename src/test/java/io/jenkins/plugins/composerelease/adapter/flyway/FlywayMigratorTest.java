package io.jenkins.plugins.composerelease.adapter.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.migrate.Migrator;
import io.jenkins.plugins.composerelease.engine.migrate.Pending;
import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import io.jenkins.plugins.composerelease.testing.SilentLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class FlywayMigratorTest extends FlywayBed {
    @Test
    public void listsWhatIsPendingAndCreatesNothing() throws Exception {
        write("V1__create_users.sql", "CREATE TABLE users (id INT);");
        write("V2__drop_users.sql", "DROP TABLE users;");
        Migrator.Status status = status();
        assertThat(status.schema()).isEmpty();
        assertThat(status.ahead()).isFalse();
        assertThat(status.pending()).extracting(PendingMigration::version).containsExactly("1", "2");
        assertThat(status.pending().get(0).description()).isEqualTo("create users");
        assertThat(status.pending().get(0).checksum()).isPresent();
        assertThat(status.pending().get(1).destructive()).containsExactly("DROP TABLE users");
        assertThat(tables()).isEmpty();
    }

    @Test
    public void agreesWithFlywayOnWhatTheFilesHold() throws Exception {
        write("V2__b.sql", "SELECT 1;\r\n-- ünï\r\nSELECT 2;");
        write("V10__c_d.sql", "\uFEFFSELECT 1;\n\n");
        write("V001_5__a.sql", "SELECT 1;\rSELECT 2;");
        write("sub/V1.1.1__nested.sql", "SELECT 1;");
        write("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1;");
        write("R__a_view.sql", "CREATE OR REPLACE VIEW w AS SELECT 1;");
        write("afterMigrate.sql", "SELECT 1;");
        assertThat(Pending.fromFiles(List.of(folder.getRoot().toString())))
                .isEqualTo(status().pending())
                .hasSize(6);
    }

    @Test
    public void appliesAllThatIsPendingOnce() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        write("V2__more.sql", "CREATE TABLE more (id INT);");
        try (FlywayMigrator migrator = migrator()) {
            assertThat(migrator.migrate(soon())).isEqualTo(new Migrator.Outcome(List.of("1", "2"), Optional.of("2")));
            assertThat(migrator.migrate(soon())).isEqualTo(new Migrator.Outcome(List.of(), Optional.of("2")));
        }
        assertThat(tables()).contains("USERS", "MORE");
    }

    @Test
    public void refusesAChangedMigration() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        migrate();
        Integer before = Pending.fromFiles(locations()).get(0).checksum().orElseThrow();
        write("V1__create.sql", "CREATE TABLE users (id BIGINT);");
        Integer after = Pending.fromFiles(locations()).get(0).checksum().orElseThrow();
        assertFails(this::status)
                .hasMessageContaining("Migration 1 'create' in '")
                .hasMessageContaining("was changed after it was applied: expected checksum " + before)
                .hasMessageContaining("but its file has " + after);
    }

    @Test
    public void refusesWhenTheFileOfAnAppliedMigrationIsGone() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        write("V2__more.sql", "CREATE TABLE more (id INT);");
        migrate();
        Files.delete(folder.getRoot().toPath().resolve("V1__create.sql"));
        assertFails(this::status).hasMessageContaining("Migration 1 'create'").hasMessageContaining("there is no file");
    }

    @Test
    public void saysThatTheDatabaseIsAheadOfAnEarlierRevision() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        write("V2__more.sql", "CREATE TABLE more (id INT);");
        migrate();
        Files.delete(folder.getRoot().toPath().resolve("V2__more.sql"));
        assertThat(status()).isEqualTo(new Migrator.Status(Optional.of("2"), List.of(), true, false));
    }

    @Test
    public void refusesAMigrationBelowTheCurrentVersion() throws Exception {
        write("V2__create.sql", "CREATE TABLE users (id INT);");
        migrate();
        write("V1__late.sql", "CREATE TABLE more (id INT);");
        assertFails(this::status).hasMessageContaining("Migration 1 'late'").hasMessageContaining("later version was");
    }

    @Test
    public void refusesASchemaThatFlywayDidNotMake() throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE users (id INT)");
        }
        write("V1__create.sql", "CREATE TABLE more (id INT);");
        assertFails(this::status).hasMessageContaining("is not empty, but has no history table");
    }

    @Test
    public void refusesAFileNameThatFlywayWouldIgnore() throws Exception {
        write("V1_create.sql", "CREATE TABLE users (id INT);");
        write("v2__create.sql", "CREATE TABLE users (id INT);");
        assertFails(this::status);
        assertFails(() -> Pending.fromFiles(locations())).hasMessageContaining("has no name that Flyway reads");
    }

    @Test
    public void namesTheMigrationThatFailedAndWhatIsLeft() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        write("V2__broken.sql", "CREATE TABLE more (id INT);\nINSERT INTO missing VALUES (1);");
        write("V3__after.sql", "SELECT 1;");
        assertFails(this::migrate)
                .hasMessageContaining("Migration 2 'broken' (V2__broken.sql line 2) failed in '")
                .hasMessageContaining("SQL state 42S")
                .hasMessageContaining("It was not rolled back: what stands before line 2 may be in the schema") // by H2
                .hasMessageContaining("Applied before it, and kept: 1. Not begun: 3.");
        assertFails(this::status).hasMessageContaining("failed in an earlier run");
    }

    @Test
    public void workOnSqliteIsRolledBack() throws Exception {
        url = "jdbc:sqlite:" + folder.getRoot() + "/app.db";
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        migrate();
        write("V2__broken.sql", "CREATE TABLE more (id INT);\nINSERT INTO missing VALUES (1);");
        assertFails(this::migrate).hasMessageContaining("It was rolled back.");
        assertThat(tables()).doesNotContain("more");
        assertThat(status().schema()).contains("1");
    }

    @Test
    public void showsNoPasswordWhenTheDatabaseCannotBeReached() {
        url = "jdbc:postgresql://127.0.0.1:1/app?password=s3cret-in-url";
        Migration.Flyway migration = new Migration.Flyway(
                locations(),
                url,
                Optional.empty(),
                Optional.of("app"),
                Optional.of(Secret.of("s3cret-value")),
                Duration.ofSeconds(10));
        try (FlywayMigrator migrator = FlywayMigrator.direct(migration, new SilentLog(), soon())) {
            assertThatThrownBy(() -> migrator.status(soon())).satisfies(e -> {
                StringWriter trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                assertThat(trace.toString()).contains("refused").doesNotContain("s3cret");
            });
        }
    }

    @Test
    public void endsAtItsDeadlineWhenTheDatabaseDoesNotAnswer() throws Exception {
        try (java.net.ServerSocket silent = new java.net.ServerSocket(0)) {
            url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/app";
            try (FlywayMigrator migrator = migrator()) {
                assertThatThrownBy(() -> migrator.status(Deadline.in(Duration.ofSeconds(1))))
                        .isInstanceOf(ReleaseException.class)
                        .hasMessageContaining("Could not read the schema history of 'jdbc:postgresql://127.0.0.1:");
            }
        }
    }
}
