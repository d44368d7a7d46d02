package io.jenkins.plugins.composerelease.adapter.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.migrate.MigrationLog;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan.PendingMigration;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What a target changes of Flyway's behaviour, and what is told while it migrates. */
public class FlywayRulesTest extends FlywayBed {
    @Test
    public void tellsOfEachMigrationBeforeAndAfterIt() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        write("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM users;");
        write("V2__broken.sql", "INSERT INTO missing VALUES (1);");
        Heard heard = new Heard("");
        try (FlywayMigrator migrator = migrator()) {
            assertFails(() -> migrator.migrate(soon(), heard));
        }
        assertThat(heard.said).containsExactly("started 1", "ended 1 true", "started 2", "ended 2 false");
        url = "jdbc:sqlite:" + folder.getRoot() + "/app.db";
        write("V2__broken.sql", "SELECT 1;");
        write("R__view.sql", "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT id FROM users;");
        Heard again = new Heard("");
        try (FlywayMigrator migrator = migrator()) {
            migrator.migrate(soon(), again);
        }
        assertThat(again.said)
                .containsExactly(
                        "started 1",
                        "ended 1 true",
                        "started 2",
                        "ended 2 true",
                        "started R__view.sql",
                        "ended R__view.sql true");
    }

    @Test
    public void beginsNoMigrationThatCannotBeTold() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        write("V2__more.sql", "CREATE TABLE more (id INT);");
        try (FlywayMigrator migrator = migrator()) {
            assertThatThrownBy(() -> migrator.migrate(soon(), new Heard("2"))).hasMessageContaining("no journal for 2");
        }
        assertThat(tables()).contains("USERS").doesNotContain("MORE");
        assertThat(status().schema()).contains("1");
    }

    private static final class Heard implements MigrationLog {
        private final List<String> said = new ArrayList<>();
        private final String refused;

        Heard(String refused) {
            this.refused = refused;
        }

        @Override
        public void started(String version) {
            if (version.equals(refused)) {
                throw new ReleaseException(ExitCode.FAILED, "no journal for " + version, "");
            }
            said.add("started " + version);
        }

        @Override
        public void ended(String version, boolean ok) {
            said.add("ended " + version + " " + ok);
        }
    }

    @Test
    public void appliesAMigrationBelowTheCurrentVersionWhereTheTargetAllowsIt() throws Exception {
        write("V2__create.sql", "CREATE TABLE users (id INT);");
        migrate();
        write("V1__late.sql", "CREATE TABLE more (id INT);");
        rules = new Migration.Flyway.Rules(true, true, Map.of());
        assertThat(status().pending()).extracting(PendingMigration::version).containsExactly("1");
        migrate();
        assertThat(tables()).contains("MORE");
        assertThat(status().pending()).isEmpty();
    }

    @Test
    public void replacesPlaceholdersWithTheTargetsValues() throws Exception {
        write("V1__create.sql", "CREATE TABLE ${name} (id INT);");
        rules = new Migration.Flyway.Rules(false, true, Map.of("name", "pots"));
        migrate();
        assertThat(tables()).contains("POTS");
    }

    @Test
    public void leavesPlaceholdersAsTheyAreWhereTheTargetSaysSo() throws Exception {
        write("V1__create.sql", "CREATE TABLE notes (text VARCHAR(20)); INSERT INTO notes VALUES ('${name}');");
        assertFails(this::migrate).hasMessageContaining("name");
        rules = new Migration.Flyway.Rules(false, false, Map.of());
        url = "jdbc:h2:file:" + folder.getRoot() + "/other";
        migrate();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT text FROM notes")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("${name}");
        }
    }

    @Test
    public void saysWhichDatabasesTakeAFailedMigrationBack() throws Exception {
        write("V1__create.sql", "CREATE TABLE users (id INT);");
        assertThat(status().transactional()).as("H2").isFalse();
        url = "jdbc:sqlite:" + folder.getRoot() + "/app.db";
        assertThat(status().transactional()).as("SQLite").isTrue();
    }
}
