package io.jenkins.plugins.composerelease.engine.deploy;

import static io.jenkins.plugins.composerelease.engine.deploy.DeployFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.model.Backup;
import io.jenkins.plugins.composerelease.engine.model.BackupRecord;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.Migration;
import io.jenkins.plugins.composerelease.engine.model.Plan;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord;
import io.jenkins.plugins.composerelease.engine.model.ReleaseRecord.State;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;

/** Releases with a real MariaDB: it takes no migration back, and its backups are dumps of statements. */
public class MariaDbIT {
    @Rule
    public final DeployFixture shop = new DeployFixture();

    @BeforeClass
    public static void build() {
        DeployImages.mariadb();
        List.of("1", "2").forEach(DeployImages::web);
    }

    @Before
    public void deploy() {
        shop.variables.put("DB_IMAGE", DeployImages.mariadb());
        shop.file("compose.yaml", DeployImages.services("web") + DeployImages.MARIADB);
        sql("V1__items.sql", """
                CREATE TABLE items (name varchar(40), picture blob) CHARACTER SET utf8mb4;
                INSERT INTO items VALUES ('pöt 🫖', x'00ff27');
                CREATE VIEW names AS SELECT name FROM items;
                CREATE TRIGGER low BEFORE INSERT ON items FOR EACH ROW SET NEW.name = LOWER(NEW.name);
                """);
        shop.backup = Optional.of(backup("shop"));
        shop.deploy("1");
    }

    @Test
    public void bringsBackTheDataOfABackup() {
        BackupRecord backup = shop.backUp();
        assertThat(backup.file()).endsWith(".sql.gz");
        assertThat(backup.parts()).isEmpty();
        query("INSERT INTO items VALUES ('late', NULL)");
        sql("V2__cups.sql", "CREATE TABLE cups (name text); DROP VIEW names; DROP TABLE items;");
        Plan plan = shop.plan("2");
        assertThat(plan.warnings()).anyMatch(line -> line.contains("are not taken back whole when one fails"));
        assertThat(plan.checks())
                .filteredOn(check -> check.name().equals("backup"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.ok()).isTrue();
                    assertThat(check.detail()).contains("are free; the last one had");
                });
        ReleaseRecord second = shop.deploy("2");
        assertThat(second.more().backup()).contains(second.id());

        assertThat(shop.restore(backup.id())).isEqualTo(backup);

        assertThat(query("SELECT name, hex(picture) FROM items")).containsExactly("pöt 🫖\t00FF27");
        query("INSERT INTO items VALUES ('LOUD', NULL)");
        assertThat(query("SELECT name FROM names ORDER BY name DESC")).containsExactly("pöt 🫖", "loud");
        assertThat(query("SHOW TABLES")).doesNotContain("cups");
        assertThat(shop.served("web")).isEqualTo("2");
        assertThat(shop.plan("2").migrations())
                .extracting(Plan.PendingMigration::version)
                .containsExactly("2");
        assertThat(shop.shell("cat -- \"$1/.compose-release\"/*.jsonl \"$1/.compose-release/backups\"/*.json"))
                .doesNotContain(DeployImages.MARIADB_PASSWORD);
    }

    @Test
    public void aRestoreThatCannotLogInLeavesTheDataAsItIs() {
        BackupRecord backup = shop.backUp();
        query("INSERT INTO items VALUES ('late', NULL)");
        shop.backup = Optional.of(backup("wrong"));

        ReleaseException failure = failure(() -> shop.restore(backup.id()));

        assertThat(failure).hasMessageContaining("Access denied").hasMessageNotContaining("wrong-");
        assertThat(query("SELECT count(*) FROM items")).containsExactly("2");
        assertThat(shop.served("web")).isEqualTo("1");
    }

    @Test
    public void aMigrationThatFailsMidwayIsToldApart() {
        sql("V2__half.sql", "ALTER TABLE items ADD COLUMN stock int;\nINSERT INTO missing VALUES (1);");
        sql("V3__after.sql", "CREATE TABLE cups (name text);");

        ReleaseException failure = failure(() -> shop.deploy("2"));

        assertThat(failure.exitCode()).as(failure.getMessage()).isEqualTo(ExitCode.MIGRATION_FAILED.code());
        assertThat(failure)
                .hasMessageContaining("Migration 2 'half' (V2__half.sql line 2) failed")
                .hasMessageContaining("It was not rolled back: what stands before line 2 may be in the schema")
                .hasMessageContaining("Not begun: 3.");
        assertThat(shop.newest().state()).isEqualTo(State.FAILED);
        assertThat(shop.newest().migrations()).containsExactly("2");
        assertThat(shop.shell("grep -F '\"event\":\"migration ' \"$1/.compose-release/journal.jsonl\" | tail -n 2"))
                .contains("\"detail\":\"2\",\"event\":\"migration started\"", "\"event\":\"migration failed\"");
        assertThat(query("SELECT version, success FROM flyway_schema_history ORDER BY installed_rank"))
                .as("never repaired")
                .containsExactly("1\t1", "2\t0");
    }

    private static Backup backup(String password) {
        String right = password.equals("shop") ? DeployImages.MARIADB_PASSWORD : "wrong-" + password;
        return new Backup(
                new Backup.MysqlDump("db", "shop", Optional.of(Secret.of(right)), "shop"), List.of(), false, 2, 0);
    }

    private void sql(String name, String sql) {
        shop.sql(name, sql);
        Migration.Flyway postgres = (Migration.Flyway) shop.migration.orElseThrow();
        shop.migration = Optional.of(new Migration.Flyway(
                postgres.locations(),
                "jdbc:mariadb://db:3306/shop",
                Optional.of("db"),
                Optional.of("shop"),
                Optional.of(Secret.of(DeployImages.MARIADB_PASSWORD)),
                Duration.ofMinutes(1)));
    }

    private List<String> query(String sql) {
        return shop.in(
                        "db",
                        "mariadb",
                        "-ushop",
                        "-p" + DeployImages.MARIADB_PASSWORD,
                        "--default-character-set=utf8mb4",
                        "-N",
                        "-e",
                        sql,
                        "shop")
                .lines()
                .toList();
    }
}
